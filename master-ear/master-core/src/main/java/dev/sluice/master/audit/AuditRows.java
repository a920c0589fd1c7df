package dev.sluice.master.audit;

import dev.sluice.master.persistence.Texts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;

/** One search: reads backwards along the numbers until it has enough. */
final class AuditRows {
    /** A search that finds next to nothing in very much gives up rather than hold its connection. */
    private static final int SECONDS = 20;

    private final StringBuilder where = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    private AuditRows(AuditFilter filter) {
        filter.from().ifPresent(from -> add("at >= ?", Timestamp.from(from)));
        filter.to().ifPresent(to -> add("at < ?", Timestamp.from(to)));
        filter.below().ifPresent(number -> add("number < ?", number));
        addText("who = ?", filter.who());
        addText("starts_with(action || '.', ? || '.')", filter.action());
        addText("strpos(lower(object), lower(?)) > 0", filter.object());
    }

    private void addText(String condition, String value) {
        if (!value.isEmpty()) {
            add(condition, Texts.storable(value));
        }
    }

    private void add(String condition, Object value) {
        where.append(where.isEmpty() ? " WHERE " : " AND ").append(condition);
        values.add(value);
    }

    static List<AuditEvent> newest(Connection connection, AuditFilter filter, int limit) throws SQLException {
        AuditRows search = new AuditRows(filter);
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT * FROM audit_event" + search.where + " ORDER BY number DESC LIMIT ?")) {
            query.setQueryTimeout(SECONDS);
            int index = 1;
            for (Object value : search.values) {
                query.setObject(index++, value);
            }
            query.setInt(index, limit);
            return read(query);
        }
    }

    private static List<AuditEvent> read(PreparedStatement query) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            List<AuditEvent> found = new ArrayList<>();
            while (rows.next()) {
                found.add(event(rows));
            }
            return found;
        }
    }

    static AuditEvent event(ResultSet row) throws SQLException {
        return new AuditEvent(
                row.getLong("number"),
                row.getTimestamp("at").toInstant(),
                new Origin(row.getString("address"), row.getString("token")),
                new Change(
                        row.getString("who"),
                        row.getString("action"),
                        row.getString("object"),
                        row.getString("before"),
                        row.getString("after")),
                row.getString("previous"),
                row.getString("hash"));
    }
}
