package dev.sluice.master.delivery;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/** The table of scheduled reports. */
final class ScheduleRows {
    private static final String ALL = "SELECT * FROM report_schedule ORDER BY name";
    private static final String ONE = "SELECT * FROM report_schedule WHERE id = ? FOR UPDATE";
    private static final String NAMED = "SELECT * FROM report_schedule WHERE name = ?";
    private static final String DUE =
            "SELECT * FROM report_schedule WHERE (asked OR next_due <= ?) AND retry_at <= ? ORDER BY next_due, id";
    private static final String INSERT = """
        INSERT INTO report_schedule (name, rhythm, at, zone, node, format, recipients, next_due)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING *\
        """;
    private static final String CHANGE = """
        UPDATE report_schedule SET name = ?, rhythm = ?, at = ?, zone = ?, node = ?, format = ?, recipients = ?,
            next_due = ?, attempts = 0, retry_at = 'epoch', error = '' WHERE id = ? RETURNING *\
        """;
    private static final String DELETE = "DELETE FROM report_schedule WHERE id = ? RETURNING *";
    private static final String ASK =
            "UPDATE report_schedule SET asked = true, retry_at = 'epoch' WHERE id = ? RETURNING *";
    private static final String SENT = """
        UPDATE report_schedule SET next_due = ?, asked = asked AND NOT ?, sent_at = ?, attempts = 0, retry_at = 'epoch',
            error = '' WHERE id = ? AND next_due = ? RETURNING *\
        """;
    private static final String FAILED = """
        UPDATE report_schedule SET attempts = attempts + 1, retry_at = ?, error = ?
        WHERE id = ? AND next_due = ? RETURNING *\
        """;

    static List<ScheduledReport> all(Connection connection) throws SQLException {
        return run(connection, ALL);
    }

    /** Locked until the end of the transaction. */
    static Optional<ScheduledReport> lock(Connection connection, long id) throws SQLException {
        return first(run(connection, ONE, id));
    }

    static Optional<ScheduledReport> named(Connection connection, String name) throws SQLException {
        return first(run(connection, NAMED, name));
    }

    static List<ScheduledReport> due(Connection connection, Instant now) throws SQLException {
        return run(connection, DUE, now, now);
    }

    static ScheduledReport insert(Connection connection, ReportTerms terms, Instant due) throws SQLException {
        return run(connection, INSERT, values(connection, terms, due).toArray()).get(0);
    }

    static void change(Connection connection, long id, ReportTerms terms, Instant due) throws SQLException {
        List<Object> values = values(connection, terms, due);
        values.add(id);
        run(connection, CHANGE, values.toArray());
    }

    static Optional<ScheduledReport> delete(Connection connection, long id) throws SQLException {
        return first(run(connection, DELETE, id));
    }

    static Optional<ScheduledReport> ask(Connection connection, long id) throws SQLException {
        return first(run(connection, ASK, id));
    }

    /** What was asked for while one that was due went out is still to come. */
    static void sent(Connection connection, ScheduledReport report, Instant nextDue, Instant now) throws SQLException {
        run(connection, SENT, nextDue, report.asked(), now, report.id(), report.nextDue());
    }

    static void failed(Connection connection, ScheduledReport report, Instant retryAt, String error)
            throws SQLException {
        run(connection, FAILED, retryAt, error, report.id(), report.nextDue());
    }

    private static List<Object> values(Connection connection, ReportTerms terms, Instant due) throws SQLException {
        return new ArrayList<>(List.of(
                terms.name(),
                terms.rhythm().name(),
                terms.at().toString(),
                terms.zone().getId(),
                terms.node(),
                terms.format().name(),
                connection.createArrayOf("text", terms.recipients().toArray()),
                due));
    }

    private static Optional<ScheduledReport> first(List<ScheduledReport> reports) {
        return reports.stream().findFirst();
    }

    private static List<ScheduledReport> run(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i] instanceof Instant at ? Timestamp.from(at) : values[i]);
            }
            List<ScheduledReport> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(report(rows));
                }
            }
            return found;
        }
    }

    private static ScheduledReport report(ResultSet row) throws SQLException {
        return new ScheduledReport(
                row.getLong("id"),
                terms(row),
                row.getTimestamp("next_due").toInstant(),
                row.getBoolean("asked"),
                Optional.ofNullable(row.getTimestamp("sent_at")).map(Date::toInstant),
                row.getInt("attempts"),
                row.getTimestamp("retry_at").toInstant(),
                row.getString("error"));
    }

    private static ReportTerms terms(ResultSet row) throws SQLException {
        Array recipients = row.getArray("recipients");
        return new ReportTerms(
                row.getString("name"),
                Rhythm.valueOf(row.getString("rhythm")),
                LocalTime.parse(row.getString("at")),
                ZoneId.of(row.getString("zone")),
                row.getString("node"),
                ReportFormat.valueOf(row.getString("format")),
                List.of((String[]) recipients.getArray()));
    }

    private ScheduleRows() {}
}
