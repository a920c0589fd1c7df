package dev.sluice.master.rollout;

import dev.sluice.jms.NodeState;
import dev.sluice.master.policy.PublishedPolicy;
import java.time.Instant;

/**
 * A node as a rollout sees it.
 *
 * @param group its node group, empty for none
 * @param online whether it was heard of lately
 * @param heardAt when its last state came
 */
public record Seen(String id, String group, boolean online, Instant heardAt, NodeState state) {
    /** Whether it would show what a policy does. */
    boolean takesTraffic() {
        return online && state.service() == NodeState.Service.SERVING;
    }

    /** Whether it would understand the policy. */
    boolean understands(PublishedPolicy policy) {
        return policy.isFor(state.membership().protocol());
    }
}
