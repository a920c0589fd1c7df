package dev.sluice.master.report;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.persistence.Texts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Asks for records of one day. The key of the records begins with the time, and each day is a partition. Not thread-safe. */
final class RecordQuery {
    /** How many records to read along the key at most, which takes some hundredths of a second. */
    static final int NEAR = 50_000;

    private static final String KEY = "time, node, boot, sequence";
    private static final String NEWEST_FIRST = "time DESC, node DESC, boot DESC, sequence DESC";

    private final Conditions times = new Conditions();
    private final Conditions others = new Conditions();

    /** @param day with times that lie in one day */
    RecordQuery(RecordFilter day) {
        if (day.from().isAfter(StoredRecord.storable(Instant.MIN))) {
            times.add("time >= ?", Timestamp.from(StoredRecord.storable(day.from())));
        }
        if (day.to().isBefore(StoredRecord.storable(Instant.MAX))) {
            times.add("time < ?", Timestamp.from(StoredRecord.storable(day.to())));
        }
        new TreeMap<>(day.exactly()).forEach(this::add);
        addPart("host", day.host());
        addPart("host || path", day.text());
        if (!day.status().equals(StatusRange.ALL)) {
            others.add("status >= ?", day.status().least());
            others.add("status <= ?", day.status().most());
        }
    }

    private void add(RecordField field, String value) {
        if (value.equals(RecordFilter.ANY)) {
            others.add(field.column() + " <> ''");
        } else {
            others.add(field.column() + " = ?", Texts.storable(value));
        }
    }

    /** Not ILIKE, which makes the pattern lower case again for each record. */
    private void addPart(String whole, String part) {
        if (!part.isEmpty()) {
            others.add("lower(" + whole + ") LIKE lower(?)", "%" + escape(Texts.storable(part)) + "%");
        }
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    RecordQuery only(long boot, long sequence) {
        others.add("boot = ?", boot);
        others.add("sequence = ?", sequence);
        return this;
    }

    RecordQuery within(StoredSpan span) {
        others.add("node = ?", span.node());
        others.add("boot = ?", span.boot());
        others.add("sequence >= ?", span.first());
        others.add("sequence <= ?", span.last());
        return this;
    }

    void behind(StoredRecord last) {
        others.add(
                "(" + KEY + ") > (?, ?, ?, ?)",
                Timestamp.from(last.record().time()),
                last.node(),
                last.boot(),
                last.sequence());
    }

    /** Whether it filters by nothing but time. */
    boolean takesAll() {
        return others.where().isEmpty();
    }

    /** The newest, if they are among the last {@value #NEAR} of the day. */
    List<StoredRecord> near(Connection connection, int limit, int seconds) throws SQLException {
        String sql = "SELECT * FROM (SELECT * FROM access_record" + times.where() + " ORDER BY " + NEWEST_FIRST
                + " LIMIT " + NEAR + ") AS near" + others.where() + " ORDER BY " + NEWEST_FIRST + " LIMIT ?";
        return run(connection, sql, limit, seconds);
    }

    /** The newest. Sorted by the key as one value, which no index has: along the key one process would read all of the day. */
    List<StoredRecord> anywhere(Connection connection, int limit, int seconds) throws SQLException {
        return run(connection, select() + " ORDER BY ROW(" + KEY + ") DESC LIMIT ?", limit, seconds);
    }

    List<StoredRecord> oldest(Connection connection, int limit, int seconds) throws SQLException {
        return run(connection, select() + " ORDER BY " + KEY + " LIMIT ?", limit, seconds);
    }

    /** Adds the newest, as many as are missing. */
    void sumSites(Connection connection, SiteSums sums, int seconds) throws SQLException {
        String sql = """
                SELECT host, count(*), count(*) FILTER (WHERE action = 'block'), least(sum(bytes_up), %1$d)::bigint,
                    least(sum(bytes_down), %1$d)::bigint, max(time), min(time)
                FROM (%2$s ORDER BY %3$s LIMIT ?) newest GROUP BY host""".formatted(Long.MAX_VALUE, select(), NEWEST_FIRST);
        try (PreparedStatement query = prepare(connection, sql, sums.missing(), seconds);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                sums.add(rows);
            }
        }
    }

    private String select() {
        return "SELECT * FROM access_record" + times.and(others).where();
    }

    private List<StoredRecord> run(Connection connection, String sql, int limit, int seconds) throws SQLException {
        try (PreparedStatement query = prepare(connection, sql, limit, seconds)) {
            return read(query);
        }
    }

    /** @param limit the last of the statement's values */
    private PreparedStatement prepare(Connection connection, String sql, int limit, int seconds) throws SQLException {
        PreparedStatement query = connection.prepareStatement(sql);
        query.setQueryTimeout(seconds);
        int index = 1;
        for (Object value : times.and(others).values()) {
            query.setObject(index++, value);
        }
        query.setInt(index, limit);
        return query;
    }

    /** All rows of a query for whole records. */
    static List<StoredRecord> read(PreparedStatement query) throws SQLException {
        List<StoredRecord> found = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                found.add(new StoredRecord(
                        rows.getString("node"), rows.getLong("boot"), rows.getLong("sequence"), record(rows)));
            }
        }
        return found;
    }

    private static AccessRecord record(ResultSet row) throws SQLException {
        return new AccessRecord(
                row.getTimestamp("time").toInstant(),
                Duration.of(row.getLong("duration_us"), ChronoUnit.MICROS),
                row.getString("client"),
                row.getString("user_name"),
                row.getString("method"),
                row.getString("scheme"),
                row.getString("host"),
                row.getInt("port"),
                row.getString("path"),
                row.getInt("status"),
                row.getLong("bytes_up"),
                row.getLong("bytes_down"),
                row.getString("mime_type"),
                row.getString("action"),
                row.getString("rule_id"),
                row.getString("rule_name"),
                row.getString("category"),
                row.getString("reason"),
                row.getLong("epoch"),
                row.getLong("revision"),
                row.getString("tls"),
                row.getString("upstream"),
                row.getString("user_agent"),
                row.getString("error"),
                row.getString("request_id"));
    }
}
