package dev.sluice.master.rollup;

import dev.sluice.master.config.MasterConfig;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.persistence.BinaryCopy;
import dev.sluice.master.persistence.Database;
import dev.sluice.metrics.TimeCounts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes the roll-ups. {@link #append} appends the sums of one transaction to one of two parts of a table without an index;
 * {@link #fold} adds a part to the minutes and hours, and to the days that are summed up, and empties it. Which part is filled only keeps the two out of
 * each other's way: that nothing is counted twice or lost is the work of transactions and locks. Safe for any thread.
 */
@ApplicationScoped
public class Rollups {
    /** A bucket of one dimension and node with more values than this is cut. */
    static final int CROWD = 1_000;

    /** So many are kept of each ranking. */
    static final int KEPT = 500;

    /** Older buckets change seldom and were cut before. */
    private static final Duration CUT_BACK = Duration.ofDays(2);

    private static final long LOCK = 0x51_0002L;
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    static final String SUMS = """
            sum(requests)::bigint AS requests, sum(blocked)::bigint AS blocked, sum(errors)::bigint AS errors,
            sum(tunnels)::bigint AS tunnels, least(sum(bytes_up), 9223372036854775807)::bigint AS bytes_up,
            least(sum(bytes_down), 9223372036854775807)::bigint AS bytes_down""";

    static final String ADD = """
            INSERT INTO rollup (tier, dimension, bucket, node, value,
                requests, blocked, errors, tunnels, bytes_up, bytes_down)
            %s
            ON CONFLICT (tier, dimension, bucket, node, value) DO UPDATE SET
                requests = rollup.requests + EXCLUDED.requests, blocked = rollup.blocked + EXCLUDED.blocked,
                errors = rollup.errors + EXCLUDED.errors, tunnels = rollup.tunnels + EXCLUDED.tunnels,
                bytes_up = rollup.bytes_up + least(EXCLUDED.bytes_up, 9223372036854775807 - rollup.bytes_up),
                bytes_down = rollup.bytes_down + least(EXCLUDED.bytes_down, 9223372036854775807 - rollup.bytes_down)""";

    /** Minutes have dimensions 0 and 1 only, and the others come as hours; whole days are those that are summed up. */
    private static final String FOLD = ADD.formatted("""
            WITH sums AS MATERIALIZED (
                SELECT dimension, bucket, node, value, %1$s FROM rollup_delta_%2$s GROUP BY 1, 2, 3, 4),
            hour AS MATERIALIZED (
                SELECT * FROM sums WHERE dimension NOT IN (0, 1)
                UNION ALL SELECT dimension, date_bin('1 hour', bucket, 'epoch'), node, value, %1$s
                FROM sums WHERE dimension IN (0, 1) GROUP BY 1, 2, 3, 4),
            day AS (
                SELECT dimension, date_bin('1 day', bucket, 'epoch') AS bucket, node, value, %1$s
                FROM hour WHERE bucket < '%3$s' GROUP BY 1, 2, 3, 4)
            SELECT 'M'::"char", sums.* FROM sums WHERE dimension IN (0, 1)
            UNION ALL SELECT 'H', hour.* FROM hour
            UNION ALL SELECT 'D', day.* FROM day
            ORDER BY 1, 2, 3, 4, 5""");

    /** That of PostgreSQL is for many at once; there is one who folds. */
    private static final String MEMORY = "SET LOCAL work_mem = '64MB'";

    private static final String CUT = """
            WITH crowd AS (
                SELECT tier, dimension, bucket, node FROM rollup WHERE tier IN ('H', 'D') AND dimension > 1 AND bucket >= ?
                GROUP BY 1, 2, 3, 4 HAVING count(*) > ?),
            ranked AS (
                SELECT tier, dimension, bucket, node, value, row_number() OVER (crowded ORDER BY requests DESC) AS by_requests,
                    row_number() OVER (crowded ORDER BY blocked DESC) AS by_blocked,
                    row_number() OVER (crowded ORDER BY bytes_up::numeric + bytes_down DESC) AS by_bytes
                FROM rollup JOIN crowd USING (tier, dimension, bucket, node)
                WINDOW crowded AS (PARTITION BY tier, dimension, bucket, node)),
            gone AS (
                DELETE FROM rollup USING ranked
                WHERE least(by_requests, by_blocked, by_bytes) > ? AND rollup.tier = ranked.tier
                    AND rollup.dimension = ranked.dimension AND rollup.bucket = ranked.bucket
                    AND rollup.node = ranked.node AND rollup.value = ranked.value
                RETURNING rollup.*)
            """
            + ADD.formatted("SELECT tier, -dimension, bucket, node, '', " + SUMS + " FROM gone GROUP BY 1, 2, 3, 4");

    private static final String FORGET = """
            WITH gone AS (
                DELETE FROM rollup WHERE dimension IN (3, 4) AND bucket >= ? AND bucket < ? RETURNING *)
            """
            + ADD.formatted("SELECT tier, -dimension, bucket, node, '', " + SUMS + " FROM gone GROUP BY 1, 2, 3, 4");

    private static final String FORGET_UNFOLDED =
            "UPDATE rollup_delta SET dimension = -dimension, value = '' WHERE dimension IN (3, 4) AND bucket >= ? AND bucket < ?";

    private static final String RENAME =
            """
            WITH gone AS (
                DELETE FROM rollup WHERE dimension = 3 AND value = ? AND bucket <= ? RETURNING *)
            """ + ADD.formatted("SELECT tier, dimension, bucket, node, ?, " + SUMS + " FROM gone GROUP BY 1, 2, 3, 4");

    private static final String RENAME_UNFOLDED = """
            WITH renamed AS (SELECT ?::text AS user_name, ?::timestamptz AS up_to, ?::text AS name)
            UPDATE rollup_delta SET value = name FROM renamed
            WHERE dimension = 3 AND value = user_name AND bucket <= up_to""";

    private final Database database;
    private final Lease lease;
    private final Clock clock;
    private final Duration kept;
    private final AtomicInteger filled = new AtomicInteger();
    private final TimeCounts foldTimes = new TimeCounts();
    private volatile boolean caughtUp;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Rollups() {
        this.database = null;
        this.lease = null;
        this.clock = null;
        this.kept = Duration.ZERO;
    }

    @Inject
    Rollups(Database database, Lease lease, MasterConfig config, Clock clock) {
        this.database = database;
        this.lease = lease;
        this.clock = clock;
        this.kept = config.retention().reports();
    }

    /**
     * Adds the sums of the records of a transaction, in the same one. Only here, right before they are written, is a part chosen:
     * a fold that begins between the two is waited for, all of it.
     *
     * @param sums as {@link Tally#rows} makes them
     */
    public void append(Connection connection, BinaryCopy sums) throws SQLException {
        sums.send(
                connection,
                "COPY rollup_delta_" + filled.get() + " (dimension, bucket, node, value, requests, blocked, errors,"
                        + " tunnels, bytes_up, bytes_down) FROM STDIN (FORMAT BINARY)");
    }

    /**
     * Sums up one hour of the records that were stored before there were roll-ups, if any is left. Called every second after
     * an update; an hour that cannot be summed up now is the next time.
     */
    public void catchUp() {
        if (!caughtUp) {
            caughtUp = !database.call(connection -> {
                lease.hold(connection);
                return Backlog.step(connection, filled.get());
            });
        }
    }

    /** Adds what was stored since the last time, and sums up a day that is over. Called every few seconds. */
    public void fold() {
        long start = System.nanoTime();
        int part = filled.getAndUpdate(before -> 1 - before);
        database.run(connection -> fold(connection, part));
        foldTimes.add(System.nanoTime() - start);
    }

    /** How long folding takes. */
    public TimeCounts foldTimes() {
        return foldTimes;
    }

    /** How many hours of records are not summed up yet that were stored before there were roll-ups. */
    public long backlog() {
        return caughtUp ? 0 : database.call(Backlog::left);
    }

    private void fold(Connection connection, int part) throws SQLException {
        hold(connection);
        SummedDays.step(connection, clock.instant());
        try (Statement statement = connection.createStatement()) {
            if (!any(statement, "rollup_delta_" + part)) {
                return;
            }
            // waits for whoever still stores into the part; a report reads either before all of this or after it
            statement.execute("LOCK TABLE rollup_delta_" + part + " IN SHARE MODE");
            statement.execute(MEMORY);
            statement.execute(FOLD.formatted(SUMS, part, SummedDays.end(connection)));
            empty(statement, "rollup_delta_" + part);
        }
    }

    /** A backup may read the table for as long as it takes; then it is emptied row by row, and nobody waits for the backup. */
    private static void empty(Statement statement, String table) throws SQLException {
        statement.execute("SAVEPOINT folded");
        statement.execute("SET LOCAL lock_timeout = '1s'");
        try {
            statement.execute("TRUNCATE " + table);
        } catch (SQLException e) {
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            statement.execute("ROLLBACK TO SAVEPOINT folded");
            statement.execute("DELETE FROM " + table);
        }
    }

    /**
     * From here to the end of the transaction nobody else changes sums that are there; to be called first in it, so that none
     * waits for another one in a circle.
     */
    public void hold(Connection connection) throws SQLException {
        lease.hold(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
        }
    }

    private static boolean any(Statement statement, String table) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT EXISTS (SELECT FROM " + table + ")")) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    /**
     * Deletes buckets that are older than they are kept, and cuts the long tail of crowded ones: what is neither among the
     * most requested, the most blocked nor the largest becomes one row for all of it. Called each hour.
     *
     * @param now as of when they are so old
     */
    public void tidy(Instant now) {
        sumUpDays();
        for (Tier tier : Tier.values()) {
            Duration life = tier.kept().compareTo(kept) < 0 ? tier.kept() : kept;
            database.run(connection -> forget(connection, tier, now.minus(life)));
        }
        database.run(connection -> cut(connection, CROWD, KEPT));
    }

    /** Before hours are deleted, as at the first start after a long time. */
    private void sumUpDays() {
        boolean more = true;
        while (more) {
            more = database.call(connection -> {
                hold(connection);
                return SummedDays.step(connection, clock.instant());
            });
        }
    }

    private void forget(Connection connection, Tier tier, Instant before) throws SQLException {
        hold(connection);
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM rollup WHERE tier = ?::\"char\" AND bucket < ?")) {
            delete.setString(1, String.valueOf(tier.letter()));
            delete.setTimestamp(2, Timestamp.from(tier.floor(before)));
            delete.executeUpdate();
        }
    }

    /**
     * Takes out whom the sums by user and by client of a stretch of time are of, in a transaction that has called {@link #hold}.
     * They go to what is told of no value, so all totals stay.
     *
     * @param from the start of an hour, as is {@code to}
     */
    public void forgetPeople(Connection connection, Instant from, Instant to) throws SQLException {
        for (String sql : List.of(FORGET, FORGET_UNFOLDED)) {
            try (PreparedStatement forget = connection.prepareStatement(sql)) {
                forget.setTimestamp(1, Timestamp.from(from));
                forget.setTimestamp(2, Timestamp.from(to));
                forget.executeUpdate();
            }
        }
    }

    /**
     * Puts another name in the place of a user's, in the sums of all buckets that begin by a time, in a transaction that has
     * called {@link #hold}. Sums that have the other name already are added to.
     */
    public void renameUser(Connection connection, String from, String to, Instant upTo) throws SQLException {
        for (String sql : List.of(RENAME, RENAME_UNFOLDED)) {
            try (PreparedStatement rename = connection.prepareStatement(sql)) {
                rename.setString(1, from);
                rename.setTimestamp(2, Timestamp.from(upTo));
                rename.setString(3, to);
                rename.executeUpdate();
            }
        }
    }

    void cut(Connection connection, int crowd, int keep) throws SQLException {
        hold(connection);
        try (PreparedStatement cut = connection.prepareStatement(CUT)) {
            cut.setTimestamp(1, Timestamp.from(clock.instant().minus(CUT_BACK)));
            cut.setInt(2, crowd);
            cut.setInt(3, keep);
            cut.executeUpdate();
        }
    }
}
