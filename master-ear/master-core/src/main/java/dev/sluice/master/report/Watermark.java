package dev.sluice.master.report;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How far the records of one boot of a node are in. Moved in memory from where it is expected to be, and saved only where that is
 * true. Not thread-safe.
 */
final class Watermark {
    private final String node;
    private final long boot;
    private final long before;
    private long stored;
    private long damaged;
    private long missing;
    private long gaps;
    private @Nullable Instant reached;

    /** It is somewhere else than it was expected, as something failed that was counted on; the transaction has to be done anew. */
    static final class MovedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private MovedException(String message) {
            super(message);
        }
    }

    /** @param next where it is expected to be once this transaction comes to it */
    Watermark(String node, long boot, long next) {
        this.node = node;
        this.boot = boot;
        this.before = next;
    }

    /** Where it is now, by what is committed. */
    static long read(Connection connection, String node, long boot) throws SQLException {
        return find(connection, node, boot, "").orElse(0);
    }

    private static OptionalLong find(Connection connection, String node, long boot, String lock) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT next FROM record_watermark WHERE node = ? AND boot = ?" + lock)) {
            query.setString(1, node);
            query.setLong(2, boot);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /** Locks it to the end of the transaction. @throws MovedException when it is not where it was expected */
    void lock(Connection connection) throws SQLException {
        OptionalLong found = find(connection, node, boot, " FOR UPDATE");
        if (found.isEmpty()) {
            make(connection);
            found = find(connection, node, boot, " FOR UPDATE");
        }
        long next = found.orElseThrow(() -> new SQLException("The watermark of " + node + " is gone"));
        if (next != before) {
            throw new MovedException("The watermark of " + node + " is at " + next + ", expected at " + before);
        }
    }

    private void make(Connection connection) throws SQLException {
        try (PreparedStatement make = connection.prepareStatement(
                "INSERT INTO record_watermark (node, boot) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
            make.setString(1, node);
            make.setLong(2, boot);
            make.executeUpdate();
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

    /** It has to be locked. */
    void save(Connection connection) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE record_watermark
                SET next = ?, stored = stored + ?, damaged = damaged + ?, missing = missing + ?, gaps = gaps + ?,
                    reached = coalesce(?, reached)
                WHERE node = ? AND boot = ? AND next = ?""")) {
            update.setLong(1, next());
            update.setLong(2, stored);
            update.setLong(3, damaged);
            update.setLong(4, missing);
            update.setLong(5, gaps);
            update.setTimestamp(6, reached == null ? null : Timestamp.from(reached));
            update.setString(7, node);
            update.setLong(8, boot);
            update.setLong(9, before);
            if (update.executeUpdate() != 1) {
                throw new SQLException("The watermark of " + node + " moved although it was locked");
            }
        }
    }
}
