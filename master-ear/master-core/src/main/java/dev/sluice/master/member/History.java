package dev.sluice.master.member;

import dev.sluice.master.lease.Lease;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.persistence.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What happened to each node: the newest for each, and none that is old. Safe for any thread. */
@ApplicationScoped
public class History {
    static final int MOST_OF_A_NODE = 500;
    static final Duration KEPT = Duration.ofDays(90);

    private static final int LONGEST_TEXT = 1_000;

    private final Database database;
    private final Lease lease;
    private final Clock clock;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected History() {
        this(null, null, null);
    }

    @Inject
    public History(Database database, Lease lease, Clock clock) {
        this.database = database;
        this.lease = lease;
        this.clock = clock;
    }

    public void add(List<NodeEvent> events) {
        if (!events.isEmpty()) {
            database.run(connection -> {
                lease.hold(connection);
                insert(connection, events);
            });
        }
    }

    /** Within the caller's transaction. */
    public void add(Connection connection, NodeEvent event) throws SQLException {
        insert(connection, List.of(event));
    }

    private static void insert(Connection connection, List<NodeEvent> events) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO node_event (node, at, kind, text, by) VALUES (?, ?, ?, ?, ?)")) {
            for (NodeEvent event : events) {
                insert.setString(1, event.node());
                insert.setTimestamp(2, Timestamp.from(event.at()));
                insert.setString(3, event.kind().name());
                insert.setString(4, Texts.storable(shortened(event.text())));
                insert.setString(5, event.by());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }

    /** The newest first. */
    public List<NodeEvent> of(String node, int limit) {
        return database.call(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT node, at, kind, text, by FROM node_event WHERE node = ? ORDER BY id DESC LIMIT ?")) {
                query.setString(1, node);
                query.setInt(2, limit);
                try (ResultSet rows = query.executeQuery()) {
                    List<NodeEvent> events = new ArrayList<>();
                    while (rows.next()) {
                        events.add(event(rows));
                    }
                    return events;
                }
            }
        });
    }

    private static NodeEvent event(ResultSet row) throws SQLException {
        return new NodeEvent(
                row.getString(1),
                row.getTimestamp(2).toInstant(),
                NodeEvent.Kind.valueOf(row.getString(3)),
                row.getString(4),
                row.getString(5));
    }

    /** Forgets what is too old or too much. Called each hour. */
    public void prune() {
        database.run(connection -> {
            lease.hold(connection);
            try (PreparedStatement old = connection.prepareStatement("DELETE FROM node_event WHERE at < ?")) {
                old.setTimestamp(1, Timestamp.from(clock.instant().minus(KEPT)));
                old.executeUpdate();
            }
            try (PreparedStatement many = connection.prepareStatement("""
                    DELETE FROM node_event WHERE id IN (
                        SELECT id FROM (
                            SELECT id, row_number() OVER (PARTITION BY node ORDER BY id DESC) AS place FROM node_event
                        ) ranked WHERE place > ?)""")) {
                many.setInt(1, MOST_OF_A_NODE);
                many.executeUpdate();
            }
        });
    }
}
