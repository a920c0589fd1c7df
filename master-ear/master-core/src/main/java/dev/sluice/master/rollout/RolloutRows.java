package dev.sluice.master.rollout;

import dev.sluice.master.persistence.Texts;
import dev.sluice.master.rollout.Rollout.Start;
import dev.sluice.master.rollout.Rollout.State;
import dev.sluice.policy.model.Revision;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The SQL of rollouts. */
final class RolloutRows {
    private static final String SELECT = """
            SELECT r.number, p.epoch, r.base, b.epoch, r.asked_by, r.canary, r.hold_millis, r.max_error_rate,
                   r.max_block_rate, r.max_latency_ms, r.state, r.reason, r.started_at, r.held_since, r.ended_at, r.back
            FROM rollout r JOIN policy_revision p ON p.number = r.number JOIN policy_revision b ON b.number = r.base
            """;
    private static final String UNDER_WAY = "state IN ('CANARY', 'HOLD')";

    static void insert(Connection connection, Rollout rollout) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO rollout (number, base, asked_by, canary, hold_millis, max_error_rate, max_block_rate,
                    max_latency_ms, state, started_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
            Limits limits = rollout.plan().limits();
            insert.setLong(1, rollout.revision().number());
            insert.setLong(2, rollout.base().number());
            insert.setString(3, Texts.storable(rollout.askedBy()));
            insert.setString(4, Texts.storable(rollout.plan().canary().text()));
            insert.setLong(5, rollout.plan().hold().toMillis());
            insert.setObject(6, limits.maxErrorRate().orElse(null), Types.DOUBLE);
            insert.setObject(7, limits.maxBlockRate().orElse(null), Types.DOUBLE);
            insert.setObject(8, limits.maxLatencyMillis().orElse(null), Types.BIGINT);
            insert.setString(9, rollout.state().name());
            insert.setTimestamp(10, Timestamp.from(rollout.startedAt()));
            insert.executeUpdate();
        }
        for (String node : rollout.nodes()) {
            insertNode(connection, rollout.revision().number(), node);
        }
    }

    private static void insertNode(Connection connection, long number, String node) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO rollout_node (number, node) VALUES (?, ?)")) {
            insert.setLong(1, number);
            insert.setString(2, node);
            insert.executeUpdate();
        }
    }

    static void writeStarts(Connection connection, long number, Map<String, Start> starts) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE rollout_node SET boot = ?, exchanges = ?, blocked = ?, failed = ?, micros = ?, answered = ?
                WHERE number = ? AND node = ?""")) {
            for (Map.Entry<String, Start> start : starts.entrySet()) {
                Figures figures = start.getValue().figures();
                update.setLong(1, start.getValue().boot());
                update.setLong(2, figures.exchanges());
                update.setLong(3, figures.blocked());
                update.setLong(4, figures.failed());
                update.setLong(5, figures.micros());
                update.setLong(6, figures.answered());
                update.setLong(7, number);
                update.setString(8, start.getKey());
                update.executeUpdate();
            }
        }
    }

    /** Writes that the hold has begun, or what is waited for. Returns whether the rollout is still under way. */
    static boolean update(Connection connection, Rollout rollout) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE rollout SET state = ?, reason = ?, held_since = ? WHERE number = ? AND " + UNDER_WAY)) {
            update.setString(1, rollout.state().name());
            update.setString(2, Texts.storable(rollout.reason()));
            update.setTimestamp(3, rollout.heldSince().map(Timestamp::from).orElse(null));
            update.setLong(4, rollout.revision().number());
            return update.executeUpdate() == 1;
        }
    }

    /** Ends a rollout. Returns whether it was under way. */
    static boolean end(Connection connection, long number, State state, String reason, Instant at, Optional<Long> back)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE rollout SET state = ?, reason = ?, ended_at = ?, back = ? WHERE number = ? AND " + UNDER_WAY)) {
            update.setString(1, state.name());
            update.setString(2, Texts.storable(reason));
            update.setTimestamp(3, Timestamp.from(at));
            update.setObject(4, back.orElse(null), Types.BIGINT);
            update.setLong(5, number);
            return update.executeUpdate() == 1;
        }
    }

    /** Ends what is under way for an older revision than this one, which was published meanwhile. */
    static int supersede(Connection connection, Revision by, Instant at) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE rollout SET state = ?, reason = ?, ended_at = ? WHERE number < ? AND " + UNDER_WAY)) {
            update.setString(1, State.ABORTED.name());
            update.setString(2, "Revision " + by + " was published.");
            update.setTimestamp(3, Timestamp.from(at));
            update.setLong(4, by.number());
            return update.executeUpdate();
        }
    }

    static Optional<Rollout> underWay(Connection connection) throws SQLException {
        return select(connection, SELECT + "WHERE r." + UNDER_WAY, -1).stream().findFirst();
    }

    static Optional<Rollout> find(Connection connection, long number) throws SQLException {
        return select(connection, SELECT + "WHERE r.number = ?", number).stream()
                .findFirst();
    }

    /** Newest first. */
    static List<Rollout> newest(Connection connection, int limit) throws SQLException {
        return select(connection, SELECT + "ORDER BY r.number DESC LIMIT ?", limit);
    }

    private static List<Rollout> select(Connection connection, String sql, long parameter) throws SQLException {
        List<Rollout> all = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            if (parameter >= 0) {
                query.setLong(1, parameter);
            }
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    all.add(rollout(rows, canary(connection, rows.getLong(1))));
                }
            }
        }
        return all;
    }

    private static Rollout rollout(ResultSet row, Map<String, Optional<Start>> canary) throws SQLException {
        Limits limits = new Limits(
                Optional.ofNullable(row.getObject(8, Double.class)),
                Optional.ofNullable(row.getObject(9, Double.class)),
                Optional.ofNullable(row.getObject(10, Long.class)));
        return new Rollout(
                new Revision(row.getLong(2), row.getLong(1)),
                new Revision(row.getLong(4), row.getLong(3)),
                row.getString(5),
                new Plan(new Canary(row.getString(6)), Duration.ofMillis(row.getLong(7)), limits),
                canary,
                State.valueOf(row.getString(11)),
                row.getString(12),
                row.getTimestamp(13).toInstant(),
                Optional.ofNullable(row.getTimestamp(14)).map(Timestamp::toInstant),
                Optional.ofNullable(row.getTimestamp(15)).map(Timestamp::toInstant),
                Optional.ofNullable(row.getObject(16, Long.class)));
    }

    private static Map<String, Optional<Start>> canary(Connection connection, long number) throws SQLException {
        Map<String, Optional<Start>> canary = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement("""
                SELECT node, boot, exchanges, blocked, failed, micros, answered FROM rollout_node
                WHERE number = ? ORDER BY node""")) {
            query.setLong(1, number);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    canary.put(rows.getString(1), start(rows));
                }
            }
        }
        return canary;
    }

    private static Optional<Start> start(ResultSet row) throws SQLException {
        Optional<Long> boot = Optional.ofNullable(row.getObject(2, Long.class));
        Figures figures = new Figures(row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6), row.getLong(7));
        return boot.map(number -> new Start(number, figures));
    }

    private RolloutRows() {}
}
