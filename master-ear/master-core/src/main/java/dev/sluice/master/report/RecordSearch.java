package dev.sluice.master.report;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * One search: asks for the records of one day after the other until it has enough. One statement over all days would look for
 * the first match of each day before it gives any. Not thread-safe.
 */
final class RecordSearch {
    /** A search that finds next to nothing in very much gives up rather than hold its connection. */
    static final int SECONDS = 20;
    /** For one day of an export; a connection does not wait for more than 60 seconds. */
    private static final int EXPORT_SECONDS = 50;

    private final Connection connection;
    private final RecordFilter filter;
    private final long start = System.nanoTime();

    private RecordSearch(Connection connection, RecordFilter filter) throws SQLException {
        this.connection = connection;
        this.filter = filter;
        planByValues(connection);
    }

    /** How to read a day depends on the times that are asked for, also when PostgreSQL has seen the statement often. */
    static void planByValues(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL plan_cache_mode = force_custom_plan");
        }
    }

    static List<StoredRecord> newest(Connection connection, RecordFilter filter, int limit) throws SQLException {
        return new RecordSearch(connection, filter).newest(UnaryOperator.identity(), limit);
    }

    /** @param time its time, to look for it there only */
    static Optional<StoredRecord> one(
            Connection connection, String node, long boot, long sequence, Optional<Instant> time) throws SQLException {
        RecordFilter ofNode = RecordFilter.ALL.with(RecordField.NODE, node);
        RecordFilter filter =
                time.map(at -> ofNode.within(at, at.plus(1, ChronoUnit.MICROS))).orElse(ofNode);
        List<StoredRecord> found = new RecordSearch(connection, filter).newest(query -> query.only(boot, sequence), 1);
        return found.stream().findFirst();
    }

    private List<StoredRecord> newest(UnaryOperator<RecordQuery> narrowing, int limit) throws SQLException {
        List<StoredRecord> found = new ArrayList<>();
        for (RecordFilter day : Days.newestFirst(connection, filter)) {
            if (found.size() < limit) {
                found.addAll(newest(narrowing.apply(new RecordQuery(day)), limit - found.size()));
            }
        }
        return found;
    }

    /** What is frequent is near the end of the day; what is not costs less by reading all of the day with several processes. */
    private List<StoredRecord> newest(RecordQuery query, int limit) throws SQLException {
        List<StoredRecord> near = query.near(connection, limit, secondsLeft());
        boolean enough = near.size() == limit || query.takesAll();
        return enough ? near : query.anywhere(connection, limit, secondsLeft());
    }

    /** Groups the newest that match; at most {@code limit} hosts. */
    static Sites sites(Connection connection, RecordFilter filter, int limit) throws SQLException {
        RecordSearch search = new RecordSearch(connection, filter);
        SiteSums sums = new SiteSums();
        for (RecordFilter day : Days.newestFirst(connection, filter)) {
            if (sums.missing() > 0) {
                new RecordQuery(day).sumSites(connection, sums, search.secondsLeft());
            }
        }
        return sums.first(limit);
    }

    /**
     * Oldest first, along the key: the next page goes on where this one ends.
     *
     * @param day with times that lie in one day
     * @param after only those behind this one
     */
    static List<StoredRecord> oldest(Connection connection, RecordFilter day, Optional<StoredRecord> after, int limit)
            throws SQLException {
        planByValues(connection);
        RecordQuery query = new RecordQuery(day);
        after.ifPresent(query::behind);
        return query.oldest(connection, limit, EXPORT_SECONDS);
    }

    private int secondsLeft() throws SQLException {
        long left = SECONDS - TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        if (left < 1) {
            throw new SQLTimeoutException("The search has taken its time", "57014");
        }
        return (int) left;
    }
}
