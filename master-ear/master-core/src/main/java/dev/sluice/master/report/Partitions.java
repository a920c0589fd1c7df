package dev.sluice.master.report;

import dev.sluice.master.config.MasterConfig;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.persistence.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The day partitions (UTC) of the access records. A day is made ahead of time or when a record asks for it; days out of
 * reach, from a clock that is far off, stay in the default partition, so that no clock can make partitions without end. A
 * day that is over for as long as records are kept is dropped.
 */
@ApplicationScoped
class Partitions {
    private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);
    private static final String PREFIX = "access_record_";
    private static final int AHEAD = 2;
    /** Who reads for longer, such as a backup, must hold up neither what is stored nor all who come after. */
    private static final String PATIENCE = "SET LOCAL lock_timeout = '2s'";

    /** Held while a partition is made, so that two masters do not make it at once. */
    private static final long LOCK = 0x51_0001L;

    private final Database database;
    private final Clock clock;
    private final long keptDays;
    private final Set<LocalDate> known = ConcurrentHashMap.newKeySet();

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Partitions() {
        this.database = null;
        this.clock = null;
        this.keptDays = 0;
    }

    @Inject
    Partitions(Database database, MasterConfig config, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.keptDays = config.retention().records().toDays();
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
        return !day.isBefore(oldest(clock.instant())) && !day.isAfter(today().plusDays(AHEAD));
    }

    /** The oldest day that is kept. */
    private LocalDate oldest(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(keptDays);
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
        String name = PREFIX + DateTimeFormatter.BASIC_ISO_DATE.format(day);
        String from = "'" + day + " 00:00:00+00'";
        String to = "'" + day.plusDays(1) + " 00:00:00+00'";
        try (Statement statement = connection.createStatement()) {
            statement.execute(PATIENCE);
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

    /**
     * Deletes what is older than it is kept. A day that cannot be dropped now, because it is being read, is the next time.
     */
    void dropOld(Instant now) {
        LocalDate oldest = oldest(now);
        String before = DateTimeFormatter.BASIC_ISO_DATE.format(oldest);
        for (String name : database.call(Partitions::names)) {
            if (name.substring(PREFIX.length()).compareTo(before) < 0) {
                drop(name);
            }
        }
        known.removeIf(day -> day.isBefore(oldest));
        database.run(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("DELETE FROM access_record_default WHERE time < '" + oldest + " 00:00:00+00'");
            }
        });
    }

    /** The days that have a partition. */
    static List<LocalDate> days(Connection connection) throws SQLException {
        return names(connection).stream()
                .map(name -> LocalDate.parse(name.substring(PREFIX.length()), DateTimeFormatter.BASIC_ISO_DATE))
                .toList();
    }

    /** The partitions of days. */
    private static List<String> names(Connection connection) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid"
                                + " WHERE inhparent = 'access_record'::regclass AND relname ~ '^" + PREFIX
                                + "[0-9]{8}$'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private void drop(String name) {
        try {
            database.run(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(PATIENCE);
                    statement.execute("DROP TABLE " + name);
                }
            });
            LOG.info("Deleted the access records in {}", name);
        } catch (DatabaseException e) {
            LOG.warn("The access records in {} are not deleted yet: {}", name, e.getMessage());
        }
    }

    private static boolean exists(Statement statement, String name) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT to_regclass('" + name + "') IS NOT NULL")) {
            return rows.next() && rows.getBoolean(1);
        }
    }
}
