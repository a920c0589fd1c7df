package dev.sluice.master.node;

import dev.sluice.jms.NodeState;
import dev.sluice.master.live.Changes;
import dev.sluice.master.member.History;
import dev.sluice.master.member.NodeEvent;
import dev.sluice.master.member.NodeEvent.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Looks at all nodes once a second: writes down what they said, and what has become of them since the last look. One
 * thread at a time.
 */
@ApplicationScoped
public class NodeWatch {
    /** The others come and go with every policy, and other events tell of it. */
    private static final Set<NodeStatus> TOLD = EnumSet.of(
            NodeStatus.OFFLINE, NodeStatus.STALE, NodeStatus.INCOMPATIBLE, NodeStatus.DRAINING, NodeStatus.DRAINED);

    private static final int MOST_WAITING = 10_000;

    private final Nodes nodes;
    private final History history;
    private final Changes changes;
    private final Clock clock;
    private final Map<String, Node> before = new HashMap<>();
    private final Deque<NodeEvent> waiting = new ArrayDeque<>();

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected NodeWatch() {
        this(null, null, null, null);
    }

    @Inject
    NodeWatch(Nodes nodes, History history, Changes changes, Clock clock) {
        this.nodes = nodes;
        this.history = history;
        this.changes = changes;
        this.clock = clock;
    }

    /** @throws dev.sluice.master.persistence.DatabaseException when something is still to be written the next time */
    public synchronized void look() {
        Instant now = clock.instant();
        boolean changed = false;
        for (Node node : nodes.all()) {
            Node last = before.put(node.id(), node);
            if (last != null) {
                compare(last, node, now);
                changed |= last.status() != node.status();
            }
        }
        if (changed) {
            changes.announce(Changes.Topic.NODES);
        }
        nodes.write();
        history.add(List.copyOf(waiting));
        waiting.clear();
    }

    private void compare(Node last, Node node, Instant now) {
        NodeState was = last.state();
        NodeState is = node.state();
        if (is.boot() != was.boot()) {
            note(node, now, Kind.STARTED, "version " + is.version());
        }
        if (is.active().isNewerThan(was.active())) {
            note(node, now, Kind.ACTIVATED, is.active().toString());
        }
        if (is.rejected().isPresent() && !is.rejected().equals(was.rejected())) {
            NodeState.Rejection rejection = is.rejected().get();
            note(node, now, Kind.REFUSED_POLICY, rejection.revision() + ": " + place(rejection) + rejection.problem());
        }
        if (node.status() != last.status() && (TOLD.contains(node.status()) || TOLD.contains(last.status()))) {
            String text = words(node.status()) + ", was " + words(last.status());
            String why = node.incompatibility();
            note(node, now, Kind.STATUS, why.isEmpty() ? text : text + ". " + why);
        }
    }

    private static String place(NodeState.Rejection rejection) {
        return rejection.path().isEmpty() ? "" : rejection.path() + ": ";
    }

    private static String words(NodeStatus status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void note(Node node, Instant now, Kind kind, String text) {
        waiting.addLast(new NodeEvent(node.id(), now, kind, text, ""));
        if (waiting.size() > MOST_WAITING) {
            waiting.removeFirst();
        }
    }
}
