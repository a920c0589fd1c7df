package dev.sluice.master.node;

import dev.sluice.jms.NodeState;
import dev.sluice.jms.Protocol;
import dev.sluice.master.member.Member;
import dev.sluice.policy.model.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * A slave as the master knows it, derived at the time of the call.
 *
 * @param heardAt when its last state came, by the master's clock
 * @param target what it should enforce
 * @param lag for how long that is published and not enforced by it
 * @param state the last state it sent
 */
public record Node(
        NodeStatus status,
        Set<Warning> warnings,
        Instant heardAt,
        Member member,
        Revision target,
        Duration lag,
        Rates rates,
        NodeState state) {
    public Node {
        warnings = Set.copyOf(warnings);
    }

    public String id() {
        return state.node();
    }

    /** Why it cannot be sent what it should enforce, in words for people; empty unless it is incompatible. */
    public String incompatibility() {
        if (status != NodeStatus.INCOMPATIBLE) {
            return "";
        }
        Protocol protocol = state.membership().protocol();
        String speaks = "It speaks version " + protocol + " of the protocol, ";
        return Protocol.CURRENT.overlaps(protocol)
                ? speaks + "which revision " + target + " is too new for, and keeps what it has; install the master's "
                        + "version on it."
                : speaks + "the master " + Protocol.CURRENT + "; install the master's version on it.";
    }
}
