package dev.sluice.master.node;

import dev.sluice.jms.NodeState;
import java.time.Instant;

/**
 * A slave as the master knows it.
 *
 * @param status derived at the time of the call
 * @param heardAt when its last state came, by the master's clock
 * @param state the last state it sent
 */
public record Node(NodeStatus status, Instant heardAt, NodeState state) {
    public String id() {
        return state.node();
    }
}
