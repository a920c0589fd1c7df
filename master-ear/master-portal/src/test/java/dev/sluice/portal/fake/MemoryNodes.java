package dev.sluice.portal.fake;

import dev.sluice.jms.NodeState;
import dev.sluice.master.member.Member;
import dev.sluice.master.node.Node;
import dev.sluice.master.node.NodeStatus;
import dev.sluice.master.node.Nodes;
import dev.sluice.master.node.Rates;
import dev.sluice.policy.model.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The nodes that a test puts in. */
public final class MemoryNodes extends Nodes {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    public final List<Node> nodes = new ArrayList<>();

    /** A node at the revision that says nothing else of interest. */
    public static Node node(String id, NodeStatus status, long revision, Optional<NodeState.Rejection> rejected) {
        Revision active = revision == 0 ? Revision.NONE : new Revision(1, revision);
        NodeState state = new NodeState(
                id,
                1,
                7,
                NOW,
                "0.1.0",
                "127.0.0.1:8081",
                "http://127.0.0.1:9081",
                true,
                active,
                "hash-" + revision,
                rejected,
                42,
                new NodeState.Records(50, 40, 9, 1, 4096),
                NodeState.Membership.UNSAID,
                active,
                NodeState.Service.SERVING,
                NodeState.Traffic.NONE,
                Optional.empty(),
                "");
        return new Node(
                status, Set.of(), NOW, Member.unknown(id, NOW), new Revision(1, 1), Duration.ZERO, Rates.NONE, state);
    }

    @Override
    public List<Node> all() {
        return nodes;
    }

    @Override
    public Optional<Node> find(String id) {
        return nodes.stream().filter(n -> n.id().equals(id)).findFirst();
    }
}
