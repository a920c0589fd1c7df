package dev.sluice.master.metrics;

import dev.sluice.master.enrollment.Enrollments;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.report.Completeness;
import dev.sluice.master.report.NodeAccount;
import dev.sluice.master.rollup.Rollups;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What only the database knows, as it was when it was last looked at. Safe for any thread. */
@ApplicationScoped
public class Store {
    private static final String CONNECTIONS = """
            SELECT substr(split_part(application_name, ' ', 1), 8), coalesce(state, 'unknown'), count(*) FROM pg_stat_activity
            WHERE datname = current_database()
                AND split_part(application_name, ' ', 1) IN ('sluice-policy', 'sluice-records', 'sluice-lease')
            GROUP BY 1, 2""";

    private final Database database;
    private final Completeness completeness;
    private final Rollups rollups;
    private final Enrollments enrollments;
    private final Clock clock;
    private volatile Seen seen = new Seen(Instant.EPOCH, List.of(), List.of(), 0, 0, 0, 0);

    /** Connections of one of the master's pools in one state of PostgreSQL's. */
    record Connections(String pool, String state, long count) {}

    /**
     * What was seen.
     *
     * @param at when; {@link Instant#EPOCH} for never
     * @param bytes the size of the database
     * @param quarantined rows with what could not be read or stored
     * @param backlog hours of records that are not summed up yet
     * @param pending requests to join that wait for a person
     */
    record Seen(
            Instant at,
            List<NodeAccount> accounts,
            List<Connections> connections,
            long bytes,
            long quarantined,
            long backlog,
            long pending) {}

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Store() {
        this(null, null, null, null, null);
    }

    @Inject
    public Store(Database database, Completeness completeness, Rollups rollups, Enrollments enrollments, Clock clock) {
        this.database = database;
        this.completeness = completeness;
        this.rollups = rollups;
        this.enrollments = enrollments;
        this.clock = clock;
    }

    /** Looks again. Called every few seconds. @throws dev.sluice.master.persistence.DatabaseException when it cannot */
    public void look() {
        Instant now = clock.instant();
        seen = new Seen(
                now,
                completeness.accounts(),
                database.call(Store::connections),
                count("SELECT pg_database_size(current_database())"),
                count("SELECT count(*) FROM record_quarantine"),
                rollups.backlog(),
                enrollments.pending().size());
    }

    Seen seen() {
        return seen;
    }

    private long count(String query) {
        return database.call(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(query)) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    private static List<Connections> connections(Connection connection) throws SQLException {
        List<Connections> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(CONNECTIONS)) {
            while (rows.next()) {
                all.add(new Connections(rows.getString(1), rows.getString(2), rows.getLong(3)));
            }
        }
        return all;
    }
}
