package dev.sluice.master.rollout;

import dev.sluice.jms.NodeState;
import dev.sluice.jms.NodeState.Service;
import dev.sluice.jms.NodeState.Traffic;
import dev.sluice.master.node.States;
import dev.sluice.master.policy.Lists;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import java.time.Instant;

/** Nodes as a test wants a rollout to see them. */
final class Fleets {
    static Seen online(String id, String group, Instant heardAt, NodeState state) {
        return new Seen(id, group, true, heardAt, state);
    }

    static Seen offline(String id, NodeState state) {
        return new Seen(id, "", false, Instant.EPOCH, state);
    }

    static NodeState at(String node, Revision active, String hash) {
        return States.state(node, 1, 1, active, hash);
    }

    static NodeState refusing(NodeState state, Revision revision) {
        return States.rejecting(state, revision);
    }

    static NodeState with(NodeState state, long boot, long exchanges, Traffic traffic) {
        return copy(state, boot, exchanges, traffic, state.service());
    }

    static NodeState with(NodeState state, Service service) {
        return copy(state, state.boot(), state.exchanges(), state.traffic(), service);
    }

    private static NodeState copy(NodeState state, long boot, long exchanges, Traffic traffic, Service service) {
        return new NodeState(
                state.node(),
                boot,
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

    /** A revision that any node understands. */
    static PublishedPolicy policy(Revision revision, String hash) {
        return published(revision, hash, Lists.blocking(Lists.category("ads", 1)));
    }

    /** One that a node of the first protocol would misunderstand. */
    static PublishedPolicy grouped(Revision revision, String hash) {
        return published(revision, hash, Lists.forGroup("branch"));
    }

    private static PublishedPolicy published(Revision revision, String hash, PolicyBundle bundle) {
        return new PublishedPolicy(revision, hash, bundle, Instant.EPOCH, "ann", "");
    }

    private Fleets() {}
}
