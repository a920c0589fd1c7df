package dev.sluice.master.node;

import dev.sluice.jms.NodeState;
import dev.sluice.master.member.Member;
import dev.sluice.policy.model.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A state, and when it came by the master's clock.
 *
 * @param since when the node, in this boot, was first heard of without having been offline since
 */
record Heard(Instant at, Instant since, NodeState state) {
    /** Three heartbeats. */
    static final Duration OFFLINE_AFTER = Duration.ofSeconds(15);

    static Heard first(Instant at, NodeState state) {
        return new Heard(at, at, state);
    }

    /** Of a node that joined and has said nothing yet. */
    static Heard nothing(Member member) {
        NodeState blank = new NodeState(
                member.id(),
                0,
                0,
                member.joinedAt(),
                "",
                "",
                "",
                false,
                Revision.NONE,
                "",
                Optional.empty(),
                0,
                new NodeState.Records(0, 0, 0, 0, 0),
                NodeState.Membership.UNSAID,
                Revision.NONE,
                NodeState.Service.SERVING,
                NodeState.Traffic.NONE,
                Optional.empty(),
                "");
        return first(member.joinedAt(), blank);
    }

    boolean saysNothing() {
        return state.boot() == 0;
    }

    boolean isOffline(Instant now) {
        return at.plus(OFFLINE_AFTER).isBefore(now);
    }

    /**
     * Whether this may replace what was heard before. States are ordered by (boot, sequence). A node whose folder was
     * lost counts its boots from 1 again; it is believed once the node of before is offline.
     */
    boolean follows(Heard before) {
        boolean later = state.boot() > before.state.boot()
                || (state.boot() == before.state.boot() && state.sequence() > before.state.sequence());
        return later || before.isOffline(at);
    }

    /** This one, after what was heard before. */
    Heard after(Heard before) {
        boolean goesOn = state.boot() == before.state.boot() && !before.isOffline(at);
        return goesOn ? new Heard(at, before.since, state) : this;
    }
}
