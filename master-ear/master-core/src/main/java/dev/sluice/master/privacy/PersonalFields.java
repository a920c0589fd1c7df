package dev.sluice.master.privacy;

import dev.sluice.master.config.MasterConfig;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.rollup.Rollups;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears client, user, path and user agent of records that are older than these are kept, by whole days (UTC), and the sums by
 * user and by client of those days. Does nothing where no such time is set. Safe for any thread.
 */
@ApplicationScoped
public class PersonalFields {
    /** So many records are gone through in one step. */
    private static final int STEP = 20_000;

    /** No transaction that stores records is as long. */
    private static final Duration MARGIN = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(PersonalFields.class);

    private final Database database;
    private final Rollups rollups;
    private final Clock clock;
    private final Duration records;
    private final Optional<Duration> kept;
    private final int step;

    /** The time of the last plan. */
    private volatile Optional<Instant> planned = Optional.empty();

    /** The day that had its turn last. */
    private volatile LocalDate turn = LocalDate.EPOCH;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected PersonalFields() {
        this.database = null;
        this.rollups = null;
        this.clock = null;
        this.records = Duration.ZERO;
        this.kept = Optional.empty();
        this.step = STEP;
    }

    @Inject
    PersonalFields(Database database, Rollups rollups, MasterConfig config, Clock clock) {
        this(database, rollups, config, clock, STEP);
    }

    PersonalFields(Database database, Rollups rollups, MasterConfig config, Clock clock, int step) {
        this.database = database;
        this.rollups = rollups;
        this.clock = clock;
        this.records = config.retention().records();
        this.kept = config.retention().personal();
        this.step = step;
    }

    /** The first day of which all is kept at a time; empty where all days are. */
    private Optional<LocalDate> firstKept(Instant now) {
        return kept.map(time -> day(now).minusDays(time.toDays()));
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    /**
     * Records of these days are being stored in this transaction, none of before the time: what was cleared is cleared once
     * more from there on. Not from the day's beginning, or a node whose clock is that far behind would never let the day end.
     */
    public void arrive(Connection connection, Collection<LocalDate> days, Instant earliest) throws SQLException {
        Optional<LocalDate> first = firstKept(planned.orElseGet(clock::instant));
        if (first.isEmpty() || days.stream().noneMatch(day -> day.isBefore(first.get()))) {
            return;
        }
        try (PreparedStatement put = connection.prepareStatement("INSERT INTO personal_day VALUES (?, ?)"
                + " ON CONFLICT (day) DO UPDATE SET next = least(personal_day.next, EXCLUDED.next)")) {
            for (LocalDate day : new TreeSet<>(days).headSet(first.get())) {
                Instant start = start(day);
                put(put, day, earliest.isAfter(start) ? earliest : start);
            }
        }
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /**
     * Sees which days are old enough at that time. Called each hour. They are cleared once they were old enough the time before
     * too: no transaction that saw a day as one that is kept ends after it was cleared.
     */
    public void plan(Instant now) {
        Instant before = planned.orElse(now.minus(MARGIN));
        planned = Optional.of(now);
        firstKept(before).ifPresent(first -> database.run(connection -> plan(connection, first, now)));
    }

    private void plan(Connection connection, LocalDate first, Instant now) throws SQLException {
        LocalDate oldest = day(now).minusDays(records.toDays());
        try (PreparedStatement put =
                connection.prepareStatement("INSERT INTO personal_day VALUES (?, ?) ON CONFLICT (day) DO NOTHING")) {
            for (LocalDate day = oldest; day.isBefore(first); day = day.plusDays(1)) {
                put(put, day, start(day));
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM personal_day WHERE next IS NULL AND day < '" + oldest + "'");
            statement.executeUpdate(
                    "UPDATE record_quarantine SET bytes = '' WHERE bytes <> '' AND at < '" + first + " 00:00+00'");
        }
    }

    private static void put(PreparedStatement put, LocalDate day, Instant next) throws SQLException {
        put.setObject(1, day);
        put.setObject(2, next.atOffset(ZoneOffset.UTC));
        put.executeUpdate();
    }

    private record Place(LocalDate day, Instant next) {
        Instant end() {
            return start(day.plusDays(1));
        }
    }

    /** Goes on where it is. Called each second; @return whether there was anything to do */
    public boolean step() {
        return kept.isPresent() && database.call(this::step);
    }

    private boolean step(Connection connection) throws SQLException {
        rollups.hold(connection);
        Optional<Place> place = place(connection);
        if (place.isPresent()) {
            turn = place.get().day();
            clear(connection, place.get());
        }
        return place.isPresent();
    }

    /**
     * Waits for whoever is storing late records of the day; who comes after this waits for the end of the step. Days take turns,
     * as one of them may get late records all the time.
     */
    private Optional<Place> place(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT day, next FROM personal_day"
                + " WHERE next IS NOT NULL ORDER BY day <= ?, day LIMIT 1 FOR UPDATE")) {
            query.setObject(1, turn);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new Place(
                                row.getObject(1, LocalDate.class),
                                row.getTimestamp(2).toInstant()))
                        : Optional.empty();
            }
        }
    }

    private void clear(Connection connection, Place place) throws SQLException {
        Slice slice = Slice.of(connection, place.next(), place.end(), step);
        try (PreparedStatement update = connection.prepareStatement("""
                UPDATE access_record SET client = '', user_name = '', path = '', user_agent = ''
                WHERE time >= ? AND time < ? AND (client <> '' OR user_name <> '' OR path <> '' OR user_agent <> '')""")) {
            slice.set(update, 1);
            update.executeUpdate();
        }
        if (slice.last()) {
            rollups.forgetPeople(connection, start(place.day()), place.end());
            LOG.info("Cleared the personal fields of the records of {}", place.day());
        }
        try (PreparedStatement move = connection.prepareStatement("UPDATE personal_day SET next = ? WHERE day = ?")) {
            move.setObject(1, slice.last() ? null : slice.to().atOffset(ZoneOffset.UTC));
            move.setDate(2, Date.valueOf(place.day()));
            move.executeUpdate();
        }
    }
}
