package dev.sluice.master.report;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;

/**
 * How far the records of one boot of a node are in. Locked from reading it to the end of the transaction; moved in memory
 * until it is saved. Not thread-safe.
 */
final class Watermark {
    private static final String LOCK =
            "SELECT next, reached FROM record_watermark WHERE node = ? AND boot = ? FOR UPDATE";

    private final String node;
    private final long boot;
    private final long before;
    private long stored;
    private long damaged;
    private long missing;
    private long gaps;
    private Instant reached;

    private Watermark(String node, long boot, long next, Instant reached) {
        this.node = node;
        this.boot = boot;
        this.before = next;
        this.reached = reached;
    }

    /** The sequence that is wanted next by what is committed. */
    static long next(Connection connection, String node, long boot) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT next FROM record_watermark WHERE node = ? AND boot = ?")) {
            query.setString(1, node);
            query.setLong(2, boot);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }

    static Watermark lock(Connection connection, String node, long boot) throws SQLException {
        Optional<Watermark> known = find(connection, node, boot);
        if (known.isPresent()) {
            return known.get();
        }
        try (PreparedStatement make = connection.prepareStatement(
                "INSERT INTO record_watermark (node, boot) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
            make.setString(1, node);
            make.setLong(2, boot);
            make.executeUpdate();
        }
        return find(connection, node, boot)
                .orElseThrow(() -> new SQLException("The watermark of " + node + " is gone"));
    }

    private static Optional<Watermark> find(Connection connection, String node, long boot) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(LOCK)) {
            query.setString(1, node);
            query.setLong(2, boot);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Watermark(
                                node,
                                boot,
                                rows.getLong(1),
                                rows.getTimestamp(2).toInstant()))
                        : Optional.empty();
            }
        }
    }

    /** The sequence that is wanted next. */
    long next() {
        return before + stored + damaged + missing + gaps;
    }

    /** Moves on by this many records. */
    void advance(long newlyStored, long newlyDamaged, long newlyMissing, long newGaps) {
        stored += newlyStored;
        damaged += newlyDamaged;
        missing += newlyMissing;
        gaps += newGaps;
    }

    /** The last stored record's exchange ended then. */
    void reach(Instant end) {
        reached = end;
    }

    void save(Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE record_watermark
                SET next = ?, stored = stored + ?, damaged = damaged + ?, missing = missing + ?, gaps = gaps + ?,
                    reached = ?
                WHERE node = ? AND boot = ? AND next = ?""")) {
            update.setLong(1, next());
            update.setLong(2, stored);
            update.setLong(3, damaged);
            update.setLong(4, missing);
            update.setLong(5, gaps);
            update.setTimestamp(6, Timestamp.from(reached));
            update.setString(7, node);
            update.setLong(8, boot);
            update.setLong(9, before);
            if (update.executeUpdate() != 1) {
                throw new SQLException("The watermark of " + node + " moved although it was locked");
            }
        }
    }
}
