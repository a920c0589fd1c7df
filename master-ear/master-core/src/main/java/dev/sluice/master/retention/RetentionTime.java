package dev.sluice.master.retention;

import dev.sluice.master.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time by which records and sums are old enough to be deleted: that of the clock, but never much later than it was an hour
 * ago. A clock that is set a year ahead would otherwise delete all there is at once; so it takes the oldest days, two an hour,
 * and says so. After a standstill of the master the time catches up in the same way. Safe for any thread.
 */
@ApplicationScoped
public class RetentionTime {
    /** How far it moves at a time. */
    static final Duration STEP = Duration.ofDays(2);

    static final Duration PERIOD = Duration.ofHours(1);
    private static final Duration EARLIEST = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(RetentionTime.class);

    private final Database database;
    private final Clock clock;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected RetentionTime() {
        this(null, null);
    }

    @Inject
    RetentionTime(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What it was moved to last. */
    public Instant now() {
        return database.call(connection -> time(connection, "SELECT time FROM retention"));
    }

    /**
     * When to move it next: an hour after it was moved to the clock's time, however often the master was started since, but not
     * within the first minute.
     */
    public Duration untilNext() {
        Duration left = PERIOD.minus(Duration.between(now(), clock.instant()));
        Duration soon = left.compareTo(EARLIEST) < 0 ? EARLIEST : left;
        return soon.compareTo(PERIOD) > 0 ? PERIOD : soon;
    }

    /** Moves it towards the clock's time. Called each hour. */
    public void advance() {
        Instant now = clock.instant();
        Instant moved = database.call(connection -> time(
                connection,
                "UPDATE retention SET time = least(?, time + make_interval(secs => " + STEP.toSeconds()
                        + ")) RETURNING time",
                Timestamp.from(now)));
        if (moved.isBefore(now)) {
            LOG.warn(
                    "The clock is far ahead of what it was when old records were deleted last. Is it right? They are deleted as of"
                            + " {}, and of {} days more each hour",
                    moved,
                    STEP.toDays());
        }
    }

    private static Instant time(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getTimestamp(1).toInstant();
            }
        }
    }
}
