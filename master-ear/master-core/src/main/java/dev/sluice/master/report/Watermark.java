package dev.sluice.master.report;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;

/**
 * How far the records of one boot of a node are in. Read without a lock, moved in memory, and saved only where the row is as it
 * was expected then. Not thread-safe.
 */
final class Watermark {
    private static final String READ = "SELECT next, reached FROM record_watermark WHERE node = ? AND boot = ?";

    private static final String MAKE = "INSERT INTO record_watermark (node, boot) VALUES (?, ?) ON CONFLICT DO NOTHING";

    private static final String SAVE = """
            UPDATE record_watermark
            SET next = ?, stored = stored + ?, damaged = damaged + ?, missing = missing + ?, gaps = gaps + ?, reached = ?
            WHERE node = ? AND boot = ? AND next = ?""";

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

    static Watermark read(Connection connection, String node, long boot) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(READ)) {
            query.setString(1, node);
            query.setLong(2, boot);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next()
                        ? new Watermark(
                                node,
                                boot,
                                rows.getLong(1),
                                rows.getTimestamp(2).toInstant())
                        : new Watermark(node, boot, 0, Instant.EPOCH);
            }
        }
    }

    /** As it will be once this one is saved and committed. */
    Watermark following() {
        return new Watermark(node, boot, next(), reached);
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

    /** To be called once. @throws SQLException where the row is not as it was expected: then nothing of the transaction is stored */
    void save(Connection connection) throws SQLException {
        if (before == 0) {
            make(connection);
        }
        try (PreparedStatement update = connection.prepareStatement(SAVE)) {
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
                throw new SQLException(
                        "The watermark of " + node + " is not " + before + ": what comes before was not stored");
            }
        }
    }

    private void make(Connection connection) throws SQLException {
        try (PreparedStatement make = connection.prepareStatement(MAKE)) {
            make.setString(1, node);
            make.setLong(2, boot);
            make.executeUpdate();
        }
    }
}
