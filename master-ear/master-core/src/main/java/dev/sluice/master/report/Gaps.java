package dev.sluice.master.report;

import dev.sluice.jms.Gap;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The sums of the gaps that nodes told. */
final class Gaps {
    private static final String ADD = """
            INSERT INTO record_gap AS known (node, class, cause, records, since, until) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (node, class, cause) DO UPDATE SET records = known.records + excluded.records,
                since = least(known.since, excluded.since), until = greatest(known.until, excluded.until)""";

    static void add(Connection connection, String node, List<Gap> gaps) throws SQLException {
        if (gaps.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(ADD)) {
            for (Gap gap : gaps) {
                insert.setString(1, node);
                insert.setString(2, gap.of().word());
                insert.setString(3, gap.cause().word());
                insert.setLong(4, gap.records());
                insert.setTimestamp(5, time(gap.since()));
                insert.setTimestamp(6, time(gap.until()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static Timestamp time(Instant time) {
        return Timestamp.from(StoredRecord.storable(time));
    }

    /** All of them, by node. */
    static Map<String, List<GapSum>> all(Connection connection) throws SQLException {
        Map<String, List<GapSum>> all = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(
                        "SELECT node, class, cause, records, since, until FROM record_gap ORDER BY class, cause");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                all.computeIfAbsent(rows.getString(1), node -> new ArrayList<>())
                        .add(new GapSum(
                                rows.getString(2),
                                rows.getString(3),
                                rows.getLong(4),
                                rows.getTimestamp(5).toInstant(),
                                rows.getTimestamp(6).toInstant()));
            }
        }
        return all;
    }

    private Gaps() {}
}
