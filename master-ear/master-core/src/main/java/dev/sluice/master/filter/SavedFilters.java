package dev.sluice.master.filter;

import dev.sluice.master.audit.AuditLog;
import dev.sluice.master.audit.Change;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The filters that are kept, each account's own and the shared ones. Safe for any thread. */
@ApplicationScoped
public class SavedFilters {
    /** More are refused. */
    public static final int MOST = 200;

    private final Database database;
    private final Lease lease;
    private final Clock clock;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected SavedFilters() {
        this(null, null, null);
    }

    @Inject
    SavedFilters(Database database, Lease lease, Clock clock) {
        this.database = database;
        this.lease = lease;
        this.clock = clock;
    }

    /** The account's own, then the shared ones, by name. */
    public List<SavedFilter> of(String account) {
        return database.call(connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT owner, name, query FROM saved_filter WHERE owner IN (?, '') ORDER BY owner = '', name")) {
                query.setString(1, account);
                return read(query);
            }
        });
    }

    private static List<SavedFilter> read(PreparedStatement query) throws SQLException {
        List<SavedFilter> filters = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                filters.add(new SavedFilter(rows.getString(1), rows.getString(2), rows.getString(3)));
            }
        }
        return filters;
    }

    /** Keeps a filter. Returns false when its owner has one of this name already, or {@value #MOST} in all. */
    public boolean add(SavedFilter filter, String by) {
        Change change = Change.of(by, "filter.add", filter.name()).to(fields(filter));
        String owner = filter.owner();
        return update(change, """
                INSERT INTO saved_filter (owner, name, query)
                SELECT ?, ?, ? WHERE (SELECT count(*) FROM saved_filter WHERE owner = ?) < %d
                ON CONFLICT DO NOTHING""".formatted(MOST), owner, filter.name(), filter.query(), owner);
    }

    /** Gives a filter another name. Returns false when it is gone, or its owner has one of that name. */
    public boolean rename(SavedFilter filter, String name, String by) {
        SavedFilter renamed = new SavedFilter(filter.owner(), name, filter.query());
        String owner = filter.owner();
        Change change = Change.of(by, "filter.rename", filter.name())
                .from(fields(filter))
                .to(Map.of("name", renamed.name()));
        return update(change, """
                UPDATE saved_filter SET name = ? WHERE owner = ? AND name = ?
                AND NOT EXISTS (SELECT FROM saved_filter WHERE owner = ? AND name = ?)""", name, owner, filter.name(), owner, name);
    }

    /** Returns false when there is none of this name. */
    public boolean delete(SavedFilter filter, String by) {
        Change change = Change.of(by, "filter.delete", filter.name()).from(fields(filter));
        return update(change, "DELETE FROM saved_filter WHERE owner = ? AND name = ?", filter.owner(), filter.name());
    }

    private static Map<String, Object> fields(SavedFilter filter) {
        return Map.of("query", filter.query(), "shared", filter.shared());
    }

    /** Returns whether anything changed; then the audit has it. */
    private boolean update(Change change, String sql, String... values) {
        return database.call(connection -> {
            lease.hold(connection);
            boolean changed = execute(connection, sql, values) > 0;
            if (changed) {
                AuditLog.add(connection, clock.instant(), change);
            }
            return changed;
        });
    }

    private static int execute(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                update.setString(i + 1, values[i]);
            }
            return update.executeUpdate();
        }
    }
}
