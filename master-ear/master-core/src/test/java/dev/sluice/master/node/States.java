package dev.sluice.master.node;

import dev.sluice.jms.NodeState;
import dev.sluice.jms.NodeState.ClockReading;
import dev.sluice.jms.NodeState.Membership;
import dev.sluice.jms.Protocol;
import dev.sluice.policy.model.Revision;
import java.time.Instant;
import java.util.Optional;

/** Node states to test with. */
public final class States {
    public static NodeState state(String node, long boot, long sequence, Revision active, String hash) {
        return new NodeState(
                node,
                boot,
                sequence,
                Instant.EPOCH,
                "0.1.0",
                "127.0.0.1:8081",
                "http://127.0.0.1:9081",
                true,
                active,
                hash,
                Optional.empty(),
                0,
                new NodeState.Records(0, 0, 0, 0, 0),
                NodeState.Membership.UNSAID,
                active,
                NodeState.Service.SERVING,
                NodeState.Traffic.NONE,
                Optional.empty(),
                "");
    }

    public static NodeState rejecting(NodeState state, Revision revision) {
        return with(state, Optional.of(new NodeState.Rejection(revision, "rules[0]", "too odd")), state.membership());
    }

    public static NodeState speaking(NodeState state, Protocol protocol) {
        Membership was = state.membership();
        return with(
                state,
                state.rejected(),
                new Membership(protocol, was.keyId(), was.group(), was.epoch(), was.certificateEnds()));
    }

    /** It was told to resync: nothing has reached it. */
    public static NodeState asking(NodeState state) {
        return with(state, state.rejected(), state.membership(), Revision.NONE);
    }

    /** This revision has reached it, whatever it enforces. */
    public static NodeState reached(NodeState state, Revision revision) {
        return with(state, state.rejected(), state.membership(), revision);
    }

    /** It has seen a master of this epoch. */
    public static NodeState knowing(NodeState state, long epoch) {
        Membership was = state.membership();
        return with(
                state,
                state.rejected(),
                new Membership(was.protocol(), was.keyId(), was.group(), epoch, was.certificateEnds()));
    }

    private static NodeState with(NodeState state, Optional<NodeState.Rejection> rejected, Membership membership) {
        return with(state, rejected, membership, state.received());
    }

    private static NodeState with(
            NodeState state, Optional<NodeState.Rejection> rejected, Membership membership, Revision received) {
        return new NodeState(
                state.node(),
                state.boot(),
                state.sequence(),
                state.sentAt(),
                state.version(),
                state.proxyAddress(),
                state.adminUrl(),
                state.ready(),
                state.active(),
                state.hash(),
                rejected,
                state.exchanges(),
                state.records(),
                membership,
                received,
                state.service(),
                state.traffic(),
                state.clock(),
                state.error());
    }

    /** With what the proxy does. */
    public static NodeState busy(
            NodeState state, NodeState.Service service, long exchanges, NodeState.Traffic traffic) {
        return new NodeState(
                state.node(),
                state.boot(),
                state.sequence(),
                state.sentAt(),
                state.version(),
                state.proxyAddress(),
                state.adminUrl(),
                state.ready(),
                state.active(),
                state.hash(),
                state.rejected(),
                exchanges,
                state.records(),
                state.membership(),
                state.received(),
                service,
                traffic,
                state.clock(),
                state.error());
    }

    /** With what a person should look at. */
    public static NodeState odd(
            NodeState state,
            String version,
            Optional<Instant> certificateEnds,
            Optional<ClockReading> clock,
            String error) {
        Membership was = state.membership();
        return new NodeState(
                state.node(),
                state.boot(),
                state.sequence(),
                state.sentAt(),
                version,
                state.proxyAddress(),
                state.adminUrl(),
                state.ready(),
                state.active(),
                state.hash(),
                state.rejected(),
                state.exchanges(),
                state.records(),
                new Membership(was.protocol(), was.keyId(), was.group(), was.epoch(), certificateEnds),
                state.received(),
                state.service(),
                state.traffic(),
                clock,
                error);
    }

    private States() {}
}
