package dev.sluice.master.report;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Records of one boot that lie close together in time, to be found again by the key of the records, which begins with the
 * time: those from sequence {@code first} to {@code last} whose time is from {@code earliest} to {@code latest}.
 */
record UnsentSpan(String node, long boot, long first, long last, Instant earliest, Instant latest, int records) {
    /** What lies further apart is in two spans, so that a tunnel of hours makes no search of hours. */
    private static final Duration APART = Duration.ofSeconds(1);

    private static final String INSERT = """
        INSERT INTO record_unsent (node, boot, first, last, earliest, latest, records)
        VALUES (?, ?, ?, ?, ?, ?, ?)\
        """;
    private static final String FIND = """
        SELECT * FROM access_record
        WHERE time >= ? AND time <= ? AND node = ? AND boot = ? AND sequence >= ? AND sequence <= ?
        ORDER BY sequence\
        """;

    /** @param records of one boot, with increasing sequences; at least one */
    static List<UnsentSpan> of(List<StoredRecord> records) {
        List<StoredRecord> byTime = new ArrayList<>(records);
        byTime.sort(Comparator.comparing(UnsentSpan::time));
        List<UnsentSpan> spans = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= byTime.size(); i++) {
            if (i == byTime.size() || time(byTime.get(i - 1)).plus(APART).isBefore(time(byTime.get(i)))) {
                spans.add(over(byTime.subList(start, i)));
                start = i;
            }
        }
        return spans;
    }

    private static UnsentSpan over(List<StoredRecord> near) {
        StoredRecord any = near.get(0);
        return new UnsentSpan(
                any.node(),
                any.boot(),
                near.stream().mapToLong(StoredRecord::sequence).min().orElseThrow(),
                near.stream().mapToLong(StoredRecord::sequence).max().orElseThrow(),
                time(any),
                time(near.get(near.size() - 1)).plus(1, ChronoUnit.MICROS),
                near.size());
    }

    private static Instant time(StoredRecord record) {
        return CopyRows.storableTime(record.record().time());
    }

    static void insert(Connection connection, List<UnsentSpan> spans) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (UnsentSpan span : spans) {
                insert.setString(1, span.node);
                insert.setLong(2, span.boot);
                insert.setLong(3, span.first);
                insert.setLong(4, span.last);
                insert.setTimestamp(5, Timestamp.from(span.earliest));
                insert.setTimestamp(6, Timestamp.from(span.latest));
                insert.setInt(7, span.records);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Its records that are still stored, by sequence. */
    List<StoredRecord> find(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(FIND)) {
            query.setTimestamp(1, Timestamp.from(earliest));
            query.setTimestamp(2, Timestamp.from(latest));
            query.setString(3, node);
            query.setLong(4, boot);
            query.setLong(5, first);
            query.setLong(6, last);
            return RecordQuery.read(query);
        }
    }
}
