package dev.sluice.slave.container;

import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Rule;
import java.util.List;
import java.util.Map;

/** Small policies to publish. */
final class Rules {
    /** Everything is allowed. */
    static final PolicyBundle ALLOW_ALL = new PolicyBundle(List.of(), List.of(), List.of(), new Action.Allow());

    /** Everything is allowed; of records the path is hashed. */
    static final PolicyBundle HASHING_PATHS =
            ALLOW_ALL.withPrivacy(new Privacy(Map.of(Privacy.Field.PATH, Privacy.Treatment.HASH)));

    /** Everything is allowed but what all these conditions meet; the rule is called {@code No entry}. */
    static PolicyBundle allBut(Condition... conditions) {
        Rule rule = new Rule(
                "no-entry",
                "No entry",
                true,
                List.of(conditions),
                new Action.Block("Ask the help desk, extension 4711."));
        return ALLOW_ALL.withRules(List.of(rule));
    }

    /** Everything is allowed but this host, or this domain when it starts with a dot. */
    static PolicyBundle allButHost(String host) {
        return allBut(new Condition.Host(List.of(host)));
    }

    private Rules() {}
}
