package dev.sluice.master.report;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** How far the records of one boot of a node are in. Locked from reading it to the end of the transaction. */
final class Watermark {
    private final Connection connection;
    private final String node;
    private final long boot;
    private final long next;

    private Watermark(Connection connection, String node, long boot, long next) {
        this.connection = connection;
        this.node = node;
        this.boot = boot;
        this.next = next;
    }

    static Watermark lock(Connection connection, String node, long boot) throws SQLException {
        try (PreparedStatement make = connection.prepareStatement(
                "INSERT INTO record_watermark (node, boot) VALUES (?, ?) ON CONFLICT DO NOTHING")) {
            make.setString(1, node);
            make.setLong(2, boot);
            make.executeUpdate();
        }
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT next FROM record_watermark WHERE node = ? AND boot = ? FOR UPDATE")) {
            query.setString(1, node);
            query.setLong(2, boot);
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                return new Watermark(connection, node, boot, rows.getLong(1));
            }
        }
    }

    /** The sequence that is wanted next. */
    long next() {
        return next;
    }

    /** Moves on by this many records. */
    void advance(long stored, long damaged, long missing) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE record_watermark
                SET next = next + ?, stored = stored + ?, damaged = damaged + ?, missing = missing + ?
                WHERE node = ? AND boot = ? AND next = ?""")) {
            update.setLong(1, stored + damaged + missing);
            update.setLong(2, stored);
            update.setLong(3, damaged);
            update.setLong(4, missing);
            update.setString(5, node);
            update.setLong(6, boot);
            update.setLong(7, next);
            if (update.executeUpdate() != 1) {
                throw new SQLException("The watermark of " + node + " moved although it was locked");
            }
        }
    }
}
