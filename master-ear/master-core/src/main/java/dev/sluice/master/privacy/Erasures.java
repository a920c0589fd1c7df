package dev.sluice.master.privacy;

import dev.sluice.master.audit.AuditLog;
import dev.sluice.master.audit.Change;
import dev.sluice.master.config.MasterConfig;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.persistence.Texts;
import dev.sluice.master.rollup.Rollups;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Takes users' names out of records and sums at their wish. Records and totals stay; the name becomes {@link #ERASED}. Safe for
 * any thread.
 */
@ApplicationScoped
public class Erasures {
    /** Stands for the names that were taken out. */
    public static final String ERASED = "~erased";

    private static final int STEP = 20_000;
    private static final Timestamp FIRST = Timestamp.from(Instant.parse("1900-01-01T00:00:00Z"));

    private final Database database;
    private final Rollups rollups;
    private final Clock clock;
    private final Duration records;
    private final int step;

    /** The one that had its turn last. */
    private volatile long turn;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Erasures() {
        this.database = null;
        this.rollups = null;
        this.clock = null;
        this.records = Duration.ZERO;
        this.step = STEP;
    }

    @Inject
    Erasures(Database database, Rollups rollups, MasterConfig config, Clock clock) {
        this(database, rollups, config, clock, STEP);
    }

    Erasures(Database database, Rollups rollups, MasterConfig config, Clock clock, int step) {
        this.database = database;
        this.rollups = rollups;
        this.clock = clock;
        this.records = config.retention().records();
        this.step = step;
    }

    /**
     * Begins to take out the name from all records up to now. Asking again for the same name begins again. The audit tells the
     * number of it and not the name.
     *
     * @throws IllegalArgumentException for no name
     */
    public Erasure request(String user, String by) {
        if (user.isBlank() || user.equals(ERASED)) {
            throw new IllegalArgumentException("Name the user.");
        }
        return database.call(connection -> {
            try (Statement statement = connection.createStatement()) {
                // waits for whoever is storing records; who stores some after this sees the request, in arrive()
                statement.execute("LOCK TABLE record_watermark IN EXCLUSIVE MODE");
            }
            Erasure erasure = put(connection, Texts.storable(user));
            AuditLog.add(
                    connection,
                    clock.instant(),
                    Change.of(by, "records.erase", "erasure " + erasure.id())
                            .to(Map.of("upTo", erasure.upTo().toString())));
            return erasure;
        });
    }

    private Erasure put(Connection connection, String user) throws SQLException {
        try (PreparedStatement put = connection.prepareStatement("""
                INSERT INTO erasure (user_name, up_to, next) VALUES (?, ?, ?)
                ON CONFLICT (user_name) DO UPDATE SET up_to = EXCLUDED.up_to, next = EXCLUDED.next
                RETURNING *""")) {
            put.setString(1, user);
            put.setTimestamp(2, Timestamp.from(clock.instant()));
            put.setTimestamp(3, FIRST);
            try (ResultSet row = put.executeQuery()) {
                row.next();
                return read(row);
            }
        }
    }

    /** The newest first. They are forgotten once no record of their time is kept. */
    public List<Erasure> all() {
        return database.call(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT * FROM erasure ORDER BY up_to DESC, id DESC")) {
                List<Erasure> all = new ArrayList<>();
                while (rows.next()) {
                    all.add(read(rows));
                }
                return all;
            }
        });
    }

    private static Erasure read(ResultSet row) throws SQLException {
        Instant upTo = row.getTimestamp("up_to").toInstant();
        Timestamp next = row.getTimestamp("next");
        return new Erasure(
                row.getLong("id"),
                row.getString("user_name"),
                upTo,
                next == null ? upTo : next.toInstant(),
                next == null,
                row.getLong("records"));
    }

    /**
     * Records are being stored in this transaction, which has locked their watermarks, none of them of before the time. Where
     * some are of a user who is erased up to then or later, that is done again from the first of them on; others may come with any
     * time, as from a node whose clock is far behind, and hold nothing up.
     *
     * @param firsts the time of the first record of each user; asked for only where it is needed
     */
    public void arrive(Connection connection, Instant earliest, Supplier<Map<String, Instant>> firsts)
            throws SQLException {
        List<String> erased = erasedUpTo(connection, earliest);
        if (!erased.isEmpty()) {
            Map<String, Instant> arrived = new TreeMap<>(firsts.get());
            arrived.keySet().retainAll(erased);
            for (Map.Entry<String, Instant> first : arrived.entrySet()) {
                setBack(connection, first.getKey(), first.getValue());
            }
        }
    }

    private static List<String> erasedUpTo(Connection connection, Instant time) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT user_name FROM erasure WHERE up_to >= ?")) {
            query.setTimestamp(1, Timestamp.from(time));
            try (ResultSet rows = query.executeQuery()) {
                List<String> users = new ArrayList<>();
                while (rows.next()) {
                    users.add(rows.getString(1));
                }
                return users;
            }
        }
    }

    private static void setBack(Connection connection, String user, Instant first) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE erasure SET next = least(next, ?) WHERE up_to >= ? AND user_name = ?")) {
            update.setTimestamp(1, Timestamp.from(first));
            update.setTimestamp(2, Timestamp.from(first));
            update.setString(3, user);
            update.executeUpdate();
        }
    }

    /** Forgets requests that no record is of that is kept at that time. Called each hour. */
    public void prune(Instant now) {
        database.run(connection -> {
            try (PreparedStatement delete =
                    connection.prepareStatement("DELETE FROM erasure WHERE next IS NULL AND up_to < ?")) {
                delete.setTimestamp(1, Timestamp.from(now.minus(records).minus(Duration.ofDays(2))));
                delete.executeUpdate();
            }
        });
    }

    /** Goes on where it is. Called each second; @return whether there was anything to do */
    public boolean step() {
        return database.call(this::step);
    }

    private boolean step(Connection connection) throws SQLException {
        rollups.hold(connection);
        Optional<Erasure> erasure = under(connection);
        if (erasure.isPresent()) {
            turn = erasure.get().id();
            erase(connection, erasure.get());
        }
        return erasure.isPresent();
    }

    /**
     * Waits for whoever is storing records of that user; who comes after this waits for the end of the step. They take turns, as
     * there may be late records of one user all the time.
     */
    private Optional<Erasure> under(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT * FROM erasure WHERE next IS NOT NULL ORDER BY id <= ?, id LIMIT 1 FOR UPDATE")) {
            query.setLong(1, turn);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        }
    }

    private void erase(Connection connection, Erasure erasure) throws SQLException {
        Instant end = erasure.upTo().plusNanos(1_000);
        Slice slice = Slice.of(connection, erasure.at(), end, step);
        int changed = rename(connection, erasure.user(), slice);
        if (slice.last()) {
            rollups.renameUser(connection, erasure.user(), ERASED, erasure.upTo());
            emptyQuarantine(connection, erasure);
        }
        try (PreparedStatement move =
                connection.prepareStatement("UPDATE erasure SET next = ?, records = records + ? WHERE id = ?")) {
            move.setTimestamp(1, slice.last() ? null : Timestamp.from(slice.to()));
            move.setInt(2, changed);
            move.setLong(3, erasure.id());
            move.executeUpdate();
        }
    }

    private static int rename(Connection connection, String user, Slice slice) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE access_record SET user_name = '" + ERASED
                + "' WHERE time >= ? AND time < ? AND user_name = ?")) {
            slice.set(update, 1);
            update.setString(3, user);
            return update.executeUpdate();
        }
    }

    private static void emptyQuarantine(Connection connection, Erasure erasure) throws SQLException {
        try (PreparedStatement empty = connection.prepareStatement(
                "UPDATE record_quarantine SET bytes = '' WHERE position(? IN bytes) > 0 AND at <= ?")) {
            empty.setBytes(1, erasure.user().getBytes(StandardCharsets.UTF_8));
            empty.setTimestamp(2, Timestamp.from(erasure.upTo()));
            empty.executeUpdate();
        }
    }
}
