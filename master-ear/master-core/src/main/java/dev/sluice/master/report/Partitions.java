package dev.sluice.master.report;

import dev.sluice.master.persistence.Database;
import dev.sluice.master.persistence.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The day partitions (UTC) of the access records. A day is made ahead of time or when a record asks for it; days out of
 * reach, from a clock that is far off, stay in the default partition, so that no clock can make partitions without end.
 */
@ApplicationScoped
class Partitions {
    private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);
    private static final int AHEAD = 2;
    private static final int BACK = 400;
    /** Held while a partition is made, so that two masters do not make it at once. */
    private static final long LOCK = 0x51_0001L;

    private final Database database;
    private final Clock clock;
    private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Partitions() {
        this(null, null);
    }

    @Inject
    Partitions(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Makes today's and the next days' partitions. */
    void makeAhead() {
        LocalDate today = today();
        ensure(today.datesUntil(today.plusDays(AHEAD + 1L)).toList());
    }

    /** Makes what is missing of these days. A day that cannot be made now is no harm: the default partition takes it. */
    void ensure(Collection<LocalDate> days) {
        for (LocalDate day : days) {
            if (isInReach(day) && !known.contains(day)) {
                make(day);
            }
        }
    }

    private boolean isInReach(LocalDate day) {
        LocalDate today = today();
        return !day.isBefore(today.minusDays(BACK)) && !day.isAfter(today.plusDays(AHEAD));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private void make(LocalDate day) {
        try {
            database.run(connection -> make(connection, day));
            known.add(day);
        } catch (DatabaseException e) {
            LOG.warn("No partition for {}, its records go to the default one: {}", day, e.getMessage());
        }
    }

    /** Takes along what the default partition already holds of that day; else the day could not be attached. */
    private static void make(Connection connection, LocalDate day) throws SQLException {
        String name = "access_record_" + DateTimeFormatter.BASIC_ISO_DATE.format(day);
        String from = "'" + day + " 00:00:00+00'";
        String to = "'" + day.plusDays(1) + " 00:00:00+00'";
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            if (exists(statement, name)) {
                return;
            }
            statement.execute("CREATE TABLE " + name + " (LIKE access_record INCLUDING ALL)");
            statement.execute("WITH moved AS (DELETE FROM access_record_default WHERE time >= " + from + " AND time < "
                    + to + " RETURNING *) INSERT INTO " + name + " SELECT * FROM moved");
            statement.execute("ALTER TABLE access_record ATTACH PARTITION " + name + " FOR VALUES FROM (" + from
                    + ") TO (" + to + ")");
        }
    }

    private static boolean exists(Statement statement, String name) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT to_regclass('" + name + "') IS NOT NULL")) {
            return rows.next() && rows.getBoolean(1);
        }
    }
}
