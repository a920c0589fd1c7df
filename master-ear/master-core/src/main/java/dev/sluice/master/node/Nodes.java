package dev.sluice.master.node;

import dev.sluice.jms.NodeState;
import dev.sluice.master.lease.LeaseLostException;
import dev.sluice.master.live.Changes;
import dev.sluice.master.log.Outage;
import dev.sluice.master.persistence.DatabaseException;
import dev.sluice.master.policy.Policies;
import dev.sluice.master.policy.PublishedPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registry of slaves. Its one writer is the listener of node states. Safe for any thread. */
@ApplicationScoped
public class Nodes {
    private static final Logger LOG = LoggerFactory.getLogger(Nodes.class);

    private final NodeRows rows;
    private final Policies policies;
    private final Changes changes;
    private final Clock clock;
    private final Map<String, Heard> byId = new ConcurrentHashMap<>();
    private final Outage outage = new Outage(LOG, "keep the states of nodes");

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Nodes() {
        this(null, null, null, null);
    }

    @Inject
    Nodes(NodeRows rows, Policies policies, Changes changes, Clock clock) {
        this.rows = rows;
        this.policies = policies;
        this.changes = changes;
        this.clock = clock;
    }

    /** Reads the nodes that were known before. Called once at the start. */
    public void start() {
        rows.read().forEach(heard -> byId.putIfAbsent(heard.state().node(), heard));
    }

    /** All known nodes by id. */
    public List<Node> all() {
        return byId.values().stream()
                .map(this::node)
                .sorted(Comparator.comparing(Node::id))
                .toList();
    }

    public Optional<Node> find(String id) {
        return Optional.ofNullable(byId.get(id)).map(this::node);
    }

    private Node node(Heard heard) {
        return new Node(status(heard, policies.head(), clock.instant()), heard.at(), heard.state());
    }

    private static NodeStatus status(Heard heard, PublishedPolicy head, Instant now) {
        NodeState state = heard.state();
        if (heard.isOffline(now)) {
            return NodeStatus.OFFLINE;
        }
        if (state.active().equals(head.revision()) && state.hash().equals(head.hash())) {
            return NodeStatus.IN_SYNC;
        }
        boolean refused = state.rejected()
                .map(NodeState.Rejection::revision)
                .filter(head.revision()::equals)
                .isPresent();
        return refused ? NodeStatus.REJECTED : NodeStatus.PENDING;
    }

    /** Takes a state, unless a later one of that node came before. Returns whether it was taken. */
    boolean hear(NodeState state) {
        Heard heard = new Heard(clock.instant(), state);
        Heard kept = byId.merge(state.node(), heard, (before, now) -> now.follows(before) ? now : before);
        if (kept != heard) {
            return false;
        }
        write(heard);
        changes.announce(Changes.Topic.NODES);
        return true;
    }

    /** What is in memory is shown; the next heartbeat is written again. */
    private void write(Heard heard) {
        try {
            rows.write(heard);
            outage.worked();
        } catch (DatabaseException | LeaseLostException e) {
            outage.failed(e);
        }
    }
}
