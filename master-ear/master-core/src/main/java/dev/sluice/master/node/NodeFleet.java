package dev.sluice.master.node;

import dev.sluice.master.rollout.Fleet;
import dev.sluice.master.rollout.Seen;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** The registry's nodes as rollouts see them. */
@ApplicationScoped
class NodeFleet implements Fleet {
    private final Nodes nodes;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected NodeFleet() {
        this(null);
    }

    @Inject
    NodeFleet(Nodes nodes) {
        this.nodes = nodes;
    }

    @Override
    public List<Seen> nodes() {
        return nodes.all().stream()
                .filter(node -> node.status() != NodeStatus.REMOVED)
                .map(node -> new Seen(
                        node.id(),
                        node.member().group(),
                        node.status() != NodeStatus.OFFLINE,
                        node.heardAt(),
                        node.state()))
                .toList();
    }
}
