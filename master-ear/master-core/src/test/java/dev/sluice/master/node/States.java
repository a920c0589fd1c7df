package dev.sluice.master.node;

import dev.sluice.jms.NodeState;
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
                Optional.of(new NodeState.Rejection(revision, "rules[0]", "too odd")),
                state.exchanges(),
                state.records(),
                state.membership(),
                state.received(),
                state.service(),
                state.traffic(),
                state.clock(),
                state.error());
    }

    private States() {}
}
