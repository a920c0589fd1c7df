package dev.sluice.master.container;

import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Rule;
import java.util.List;

/** Small policies to publish. */
final class Rules {
    /** Everything is allowed but what all these conditions meet. */
    static PolicyBundle allBut(Condition... conditions) {
        Rule rule = new Rule("no-entry", "No entry", true, List.of(conditions), new Action.Block("Not here."));
        return new PolicyBundle(List.of(rule), List.of(), List.of(), new Action.Allow());
    }

    static PolicyBundle allButHost(String host) {
        return allBut(new Condition.Host(List.of(host)));
    }

    private Rules() {}
}
