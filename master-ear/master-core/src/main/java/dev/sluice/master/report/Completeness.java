package dev.sluice.master.report;

import dev.sluice.jms.NodeState;
import dev.sluice.master.node.Node;
import dev.sluice.master.node.NodeStatus;
import dev.sluice.master.node.Nodes;
import dev.sluice.master.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Whether all records are here, from what the nodes say and what is stored. Removed nodes are left out. Safe for any thread. */
@ApplicationScoped
public class Completeness {
    private static final String STORED = """
            SELECT node, sum(stored), least(sum(damaged), 9223372036854775807)::bigint, least(sum(missing), 9223372036854775807)::bigint, (array_agg(reached ORDER BY boot DESC))[1]
            FROM record_watermark GROUP BY node""";

    private final Database database;
    private final Nodes nodes;
    private final Clock clock;
    /** What was once complete stays so, though a node may just now have a record under way. */
    private final Map<String, Instant> completeBefore = new ConcurrentHashMap<>();

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Completeness() {
        this(null, null, null);
    }

    @Inject
    Completeness(Database database, Nodes nodes, Clock clock) {
        this.database = database;
        this.nodes = nodes;
        this.clock = clock;
    }

    private record Stored(long applied, long damaged, long missing, Instant reached) {
        static final Stored NOTHING = new Stored(0, 0, 0, Instant.EPOCH);
    }

    /** The account of each node, by its id. */
    public List<NodeAccount> accounts() {
        List<Node> said = nodes.all(); // before what is stored is read, so that it is no later
        Map<String, Stored> stored = database.call(Completeness::stored);
        Map<String, List<GapSum>> gaps = database.call(Gaps::all);
        return said.stream()
                .filter(node -> node.status() != NodeStatus.REMOVED)
                .map(node -> account(
                        node, stored.getOrDefault(node.id(), Stored.NOTHING), gaps.getOrDefault(node.id(), List.of())))
                .toList();
    }

    /** All records of all nodes are here of exchanges that ended before; now where there is no node. */
    public Instant completeUpTo() {
        return accounts().stream()
                .map(NodeAccount::completeUpTo)
                .min(Instant::compareTo)
                .orElseGet(clock::instant);
    }

    private static Map<String, Stored> stored(Connection connection) throws SQLException {
        Map<String, Stored> all = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(STORED);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                all.put(
                        rows.getString(1),
                        new Stored(
                                rows.getLong(2),
                                rows.getLong(3),
                                rows.getLong(4),
                                rows.getTimestamp(5).toInstant()));
            }
        }
        return all;
    }

    private NodeAccount account(Node node, Stored stored, List<GapSum> gaps) {
        NodeState.Records records = node.state().records();
        long freed = stored.applied() + stored.damaged();
        long unsaid = Math.max(0, freed - records.freed()); // stored since, or before the node's folder was lost
        long spooled = unsaid > records.spooled() ? records.spooled() : records.spooled() - unsaid;
        return new NodeAccount(
                node.id(),
                completeUpTo(node, stored),
                records.generated(),
                stored.applied(),
                spooled,
                records.dropped(),
                stored.damaged(),
                stored.missing(),
                Math.max(0, records.freed() - freed),
                gaps);
    }

    /** A node that has nothing in its spool told so for all that ended until then; records come in the order of their ends. */
    private Instant completeUpTo(Node node, Stored stored) {
        NodeState state = node.state();
        boolean drained = state.records().spooled() == 0;
        Instant known = drained && state.sentAt().isAfter(stored.reached()) ? state.sentAt() : stored.reached();
        Instant now = clock.instant();
        Instant bounded = known.isAfter(now) ? now : known;
        return completeBefore.merge(node.id(), bounded, (before, then) -> then.isAfter(before) ? then : before);
    }
}
