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
import java.util.Optional;
import java.util.TreeMap;

/** One search: reads along the key, backwards or forwards, until it has enough. */
final class RecordQuery {
    /** A search that finds next to nothing in very much gives up rather than hold its connection. */
    static final int SECONDS = 20;
    /** An export may find its next page far away; a connection does not wait for more than 60 seconds. */
    private static final int EXPORT_SECONDS = 50;

    private static final String NEWEST_FIRST = "time DESC, node DESC, boot DESC, sequence DESC";

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    private RecordQuery(RecordFilter filter) {
        new TreeMap<>(filter.exactly()).forEach(this::add);
        addPart("host", filter.host());
        addPart("host || path", filter.text());
        if (!filter.status().equals(StatusRange.ALL)) {
            add("status >= ?", filter.status().least());
            add("status <= ?", filter.status().most());
        }
        if (filter.from().isAfter(CopyRows.storableTime(Instant.MIN))) {
            add("time >= ?", Timestamp.from(CopyRows.storableTime(filter.from())));
        }
        if (filter.to().isBefore(CopyRows.storableTime(Instant.MAX))) {
            add("time < ?", Timestamp.from(CopyRows.storableTime(filter.to())));
        }
    }

    static List<StoredRecord> newest(Connection connection, RecordFilter filter, int limit) throws SQLException {
        return new RecordQuery(filter).run(connection, NEWEST_FIRST, limit, SECONDS);
    }

    static Optional<StoredRecord> one(
            Connection connection, String node, long boot, long sequence, Optional<Instant> time) throws SQLException {
        RecordFilter filter = RecordFilter.ALL.with(RecordField.NODE, node);
        RecordQuery search = new RecordQuery(
                time.map(at -> filter.within(at, at.plus(1, ChronoUnit.MICROS))).orElse(filter));
        search.add("boot = ?", boot);
        search.add("sequence = ?", sequence);
        return search.run(connection, NEWEST_FIRST, 1, SECONDS).stream().findFirst();
    }

    /** @param after only those behind this one */
    static List<StoredRecord> oldest(
            Connection connection, RecordFilter filter, Optional<StoredRecord> after, int limit) throws SQLException {
        RecordQuery search = new RecordQuery(filter);
        after.ifPresent(search::behind);
        return search.run(connection, "time, node, boot, sequence", limit, EXPORT_SECONDS);
    }

    /** Groups the newest that match; the totals come with each group. */
    static Sites sites(Connection connection, RecordFilter filter, int limit) throws SQLException {
        RecordQuery search = new RecordQuery(filter);
        String sql = """
                SELECT host, count(*), count(*) FILTER (WHERE action = 'block'), least(sum(bytes_up), %1$d)::bigint,
                    least(sum(bytes_down), %1$d)::bigint, max(time), sum(count(*)) OVER (), min(min(time)) OVER ()
                FROM (SELECT * FROM access_record%2$s ORDER BY %3$s LIMIT ?) newest
                GROUP BY host ORDER BY 2 DESC, 1 LIMIT %4$d""".formatted(Long.MAX_VALUE, search.where(), NEWEST_FIRST, limit);
        try (PreparedStatement query = search.prepare(connection, sql, Sites.MOST_RECORDS, SECONDS);
                ResultSet rows = query.executeQuery()) {
            return sites(rows);
        }
    }

    private static Sites sites(ResultSet rows) throws SQLException {
        List<Sites.Site> sites = new ArrayList<>();
        long records = 0;
        Instant since = Instant.EPOCH;
        while (rows.next()) {
            sites.add(new Sites.Site(
                    rows.getString(1),
                    rows.getLong(2),
                    rows.getLong(3),
                    rows.getLong(4),
                    rows.getLong(5),
                    rows.getTimestamp(6).toInstant()));
            records = rows.getLong(7);
            since = rows.getTimestamp(8).toInstant();
        }
        return new Sites(sites, records, since, records < Sites.MOST_RECORDS);
    }

    private void behind(StoredRecord last) {
        Timestamp time = Timestamp.from(CopyRows.storableTime(last.record().time()));
        add("time >= ?", time); // leaves partitions out, which the next line does not
        add("(time, node, boot, sequence) > (?, ?, ?, ?)", time);
        values.addAll(List.of(last.node(), last.boot(), last.sequence()));
    }

    private List<StoredRecord> run(Connection connection, String order, int limit, int seconds) throws SQLException {
        String sql = "SELECT * FROM access_record" + where() + " ORDER BY " + order + " LIMIT ?";
        try (PreparedStatement query = prepare(connection, sql, limit, seconds)) {
            return read(query);
        }
    }

    /** @param limit the last of the statement's values */
    private PreparedStatement prepare(Connection connection, String sql, int limit, int seconds) throws SQLException {
        PreparedStatement query = connection.prepareStatement(sql);
        query.setQueryTimeout(seconds);
        int index = 1;
        for (Object value : values) {
            query.setObject(index++, value);
        }
        query.setInt(index, limit);
        return query;
    }

    private void add(RecordField field, String value) {
        if (value.equals(RecordFilter.ANY)) {
            conditions.add(field.column() + " <> ''");
        } else {
            add(field.column() + " = ?", Texts.storable(value));
        }
    }

    private void addPart(String whole, String part) {
        if (!part.isEmpty()) {
            add(whole + " ILIKE ?", "%" + escape(Texts.storable(part)) + "%");
        }
    }

    private void add(String condition, Object value) {
        conditions.add(condition);
        values.add(value);
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    private String where() {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
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
