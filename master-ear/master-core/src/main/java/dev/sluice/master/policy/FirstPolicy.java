package dev.sluice.master.policy;

import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Rule;
import java.util.List;

/** What a new database starts with: local networks may use the gateway, nobody else. */
final class FirstPolicy {
    static final String AUTHOR = "sluice";
    static final String COMMENT = "The policy of a new installation.";

    /** Loopback, RFC 1918, RFC 4193 and link-local. */
    private static final List<String> LOCAL_NETWORKS =
            List.of("127.0.0.0/8", "::1/128", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fe80::/10");

    static PolicyBundle bundle() {
        Rule local = new Rule(
                "local-networks",
                "Local networks",
                true,
                List.of(new Condition.ClientNetwork(LOCAL_NETWORKS)),
                new Action.Allow());
        return new PolicyBundle(
                List.of(local), List.of(), List.of(), new Action.Block("Your network may not use this gateway."));
    }

    private FirstPolicy() {}
}
