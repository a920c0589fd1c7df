package dev.sluice.master.node;

import dev.sluice.jms.NodeState;
import dev.sluice.jms.NodeState.Rejection;
import dev.sluice.master.member.Member;
import dev.sluice.master.policy.PublishedPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a node stands to what it should be, from all that is known of it at one time.
 *
 * @param sentAt when the target went to all nodes, empty if it did not yet
 */
record Standing(Heard heard, Member member, PublishedPolicy target, Optional<Instant> sentAt, Instant now) {
    /** How long a node may take for a policy that it was sent. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    NodeStatus status() {
        if (member.isRemoved()) {
            return NodeStatus.REMOVED;
        }
        if (heard.isOffline(now)) {
            return NodeStatus.OFFLINE;
        }
        if (!target.isFor(heard.state().membership().protocol())) {
            return NodeStatus.INCOMPATIBLE;
        }
        return switch (heard.state().service()) {
            case DRAINING -> NodeStatus.DRAINING;
            case DRAINED -> NodeStatus.DRAINED;
            case SERVING -> policyStatus();
        };
    }

    private NodeStatus policyStatus() {
        NodeState state = heard.state();
        if (state.active().equals(target.revision())) {
            return state.hash().equals(target.hash()) ? NodeStatus.IN_SYNC : NodeStatus.STALE;
        }
        if (state.rejected()
                .map(Rejection::revision)
                .filter(target.revision()::equals)
                .isPresent()) {
            return NodeStatus.REJECTED;
        }
        return hadTime() ? NodeStatus.STALE : NodeStatus.PENDING;
    }

    /** A node that came later than the policy was sent it when it came. */
    private boolean hadTime() {
        return sentAt.map(sent -> sent.isAfter(heard.since()) ? sent : heard.since())
                .filter(since -> since.plus(PATIENCE).isBefore(now))
                .isPresent();
    }

    /** For how long the target is published and not enforced; zero for a node that enforces it. */
    Duration lag() {
        if (heard.state().active().equals(target.revision())) {
            return Duration.ZERO;
        }
        Duration lag = Duration.between(target.publishedAt(), now);
        return lag.isNegative() ? Duration.ZERO : lag;
    }
}
