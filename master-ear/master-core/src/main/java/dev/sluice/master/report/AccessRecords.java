package dev.sluice.master.report;

import dev.sluice.master.persistence.Database;
import dev.sluice.master.persistence.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Reads the stored access records. Safe for any thread. */
@ApplicationScoped
public class AccessRecords {
    /** What a mark looks like. */
    public static final Pattern MARK = Pattern.compile("[0-9a-f-]{36}\\.\\d{1,18}");

    private static final int MOST = 1_000;
    /** Searches at once: what stores the records uses the same connections. */
    private static final int AT_ONCE = 4;

    private final Database database;
    private final Partitions partitions;
    private final Arrivals arrivals;
    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected AccessRecords() {
        this(null, null, new Arrivals());
    }

    @Inject
    AccessRecords(Database database, Partitions partitions, Arrivals arrivals) {
        this.database = database;
        this.partitions = partitions;
        this.arrivals = arrivals;
    }

    /** Makes room for the records of the next days. Called at the start and each hour. */
    public void makeRoom() {
        partitions.makeAhead();
    }

    /** Deletes the days that are older than they are kept, as of that time. Called each hour. */
    public void dropOld(Instant now) {
        partitions.dropOld(now);
    }

    /**
     * Newest first, at most {@code limit} (1 to 1,000).
     *
     * @throws SearchTooLongException after {@value RecordSearch#SECONDS} seconds
     */
    public List<StoredRecord> newest(RecordFilter filter, int limit) {
        check(limit);
        return search(connection -> RecordSearch.newest(connection, filter, limit));
    }

    /** What stands for all that is stored so far, for {@link #arrived}. */
    public String mark() {
        return arrivals.mark(arrivals.next());
    }

    /**
     * What has come behind a mark, late or not, at most about 1,000.
     *
     * @param mark as {@link #mark} or an earlier look gave it, of this master or an earlier one
     * @throws SearchTooLongException as above
     */
    public Arrived arrived(RecordFilter filter, String mark) {
        return search(connection -> new ArrivedSearch(connection, filter).behind(mark, arrivals));
    }

    /**
     * The newest that match by the host asked for, at most {@code limit} hosts (1 to 1,000).
     *
     * @throws SearchTooLongException after {@value RecordSearch#SECONDS} seconds
     */
    public Sites sites(RecordFilter filter, int limit) {
        check(limit);
        return search(connection -> RecordSearch.sites(connection, filter, limit));
    }

    private static void check(int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("The limit must be 1 to " + MOST + ", but is " + limit);
        }
    }

    /**
     * One record.
     *
     * @param time its time, which finds it at once; empty to look for it from the newest back
     * @throws SearchTooLongException after {@value RecordSearch#SECONDS} seconds
     */
    public Optional<StoredRecord> find(String node, long boot, long sequence, Optional<Instant> time) {
        return search(connection -> RecordSearch.one(connection, node, boot, sequence, time));
    }

    <T> T search(Database.Work<T> work) {
        awaitTurn();
        try {
            return database.call(work);
        } catch (DatabaseException e) {
            throw e.tooLong() ? SearchTooLongException.after(RecordSearch.SECONDS) : e;
        } finally {
            turns.release();
        }
    }

    private void awaitTurn() {
        try {
            if (!turns.tryAcquire(RecordSearch.SECONDS, TimeUnit.SECONDS)) {
                throw SearchTooLongException.busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SearchTooLongException.busy();
        }
    }

    /**
     * Oldest first, from the first behind the given one on. Each day is a transaction of its own, so that one that looks through
     * many days is in nobody's way.
     *
     * @param limit at least 1
     */
    public List<StoredRecord> oldest(RecordFilter filter, Optional<StoredRecord> after, int limit) {
        RecordFilter rest =
                after.map(last -> filter.startingAt(last.record().time())).orElse(filter);
        List<StoredRecord> found = new ArrayList<>();
        for (RecordFilter day : database.call(connection -> Days.oldestFirst(connection, rest))) {
            int missing = limit - found.size();
            if (missing > 0) {
                found.addAll(database.call(connection -> RecordSearch.oldest(connection, day, after, missing)));
            }
        }
        return found;
    }

    /** How many records of each node have been stored. */
    public Map<String, Long> storedByNode() {
        return sumByNode(
                "SELECT node, least(sum(stored), 9223372036854775807)::bigint FROM record_watermark GROUP BY node");
    }

    /** How many records of each node came in damaged and are lost; at least the newest lie in quarantine as they came. */
    public Map<String, Long> damagedByNode() {
        return sumByNode(
                "SELECT node, least(sum(damaged), 9223372036854775807)::bigint FROM record_watermark GROUP BY node");
    }

    /** How many records of each node never came, because the node lost them before the master asked for them. */
    public Map<String, Long> missingByNode() {
        return sumByNode(
                "SELECT node, least(sum(missing), 9223372036854775807)::bigint FROM record_watermark GROUP BY node");
    }

    private Map<String, Long> sumByNode(String sql) {
        return database.call(connection -> {
            Map<String, Long> sums = new TreeMap<>();
            try (PreparedStatement query = connection.prepareStatement(sql);
                    ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    sums.put(rows.getString(1), rows.getLong(2));
                }
            }
            return sums;
        });
    }
}
