package dev.sluice.master.node;

import dev.sluice.master.audit.AuditLog;
import dev.sluice.master.audit.Change;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.live.Changes;
import dev.sluice.master.member.History;
import dev.sluice.master.member.Members;
import dev.sluice.master.member.NodeEvent;
import dev.sluice.master.member.NodeEvent.Kind;
import dev.sluice.master.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;

/** Puts nodes into groups, and tells them. Safe for any thread. */
@ApplicationScoped
public class Grouping {
    private final Database database;
    private final Lease lease;
    private final Members members;
    private final History history;
    private final Nodes nodes;
    private final Answers answers;
    private final Changes changes;
    private final Clock clock;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Grouping() {
        this(null, null, null, null, null, null, null, null);
    }

    @Inject
    Grouping(
            Database database,
            Lease lease,
            Members members,
            History history,
            Nodes nodes,
            Answers answers,
            Changes changes,
            Clock clock) {
        this.database = database;
        this.lease = lease;
        this.members = members;
        this.history = history;
        this.nodes = nodes;
        this.answers = answers;
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * Puts the node into this group, or with an empty name into none.
     *
     * @return whether there is such a node
     * @throws IllegalArgumentException when this is no name for a group
     */
    public boolean put(String node, String group, String by) {
        boolean known = database.call(connection -> {
            lease.hold(connection);
            if (!members.putInGroup(connection, node, group)) {
                return false;
            }
            String text = group.isEmpty() ? "in no group" : group;
            history.add(connection, new NodeEvent(node, clock.instant(), Kind.GROUP, text, by));
            AuditLog.add(
                    connection,
                    clock.instant(),
                    Change.of(by, "node.group", node)
                            .from(Map.of("group", members.groupOf(node)))
                            .to(Map.of("group", group)));
            return true;
        });
        if (known) {
            members.refresh(node);
            nodes.heard(node).ifPresent(answers::answer);
            changes.announce(Changes.Topic.NODES);
        }
        return known;
    }
}
