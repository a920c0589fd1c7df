package dev.sluice.master.report;

import dev.sluice.master.persistence.Texts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** Keeps a bounded number of what could not be read, cut to a bounded length, for a person to look at. */
final class Quarantine {
    static final int ROWS = 1_000;
    static final int ROW_BYTES = 64 * 1024;

    static void put(Connection connection, String node, long boot, List<Damage> damages) throws SQLException {
        if (damages.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO record_quarantine (node, boot, sequence, records, problem, bytes)
                VALUES (?, ?, ?, ?, ?, ?)""")) {
            for (Damage damage : damages) {
                insert.setString(1, Texts.storable(node));
                insert.setLong(2, boot);
                insert.setLong(3, damage.sequence());
                insert.setInt(4, damage.records());
                insert.setString(5, Texts.storable(damage.problem()));
                insert.setBytes(6, Arrays.copyOf(damage.bytes(), Math.min(damage.bytes().length, ROW_BYTES)));
                insert.addBatch();
            }
            insert.executeBatch();
        }
        dropOldest(connection);
    }

    private static void dropOldest(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM record_quarantine WHERE id <=
                    (SELECT id FROM record_quarantine ORDER BY id DESC OFFSET ? LIMIT 1)""")) {
            delete.setInt(1, ROWS);
            delete.executeUpdate();
        }
    }

    private Quarantine() {}
}
