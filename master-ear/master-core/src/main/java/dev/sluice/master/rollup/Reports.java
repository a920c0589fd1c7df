package dev.sluice.master.rollup;

import dev.sluice.master.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Answers out of the roll-ups, never out of the records. A period is widened to whole buckets, and each answer says to
 * what: minutes (lists: hours) in the last three days, hours in the last forty, days (UTC) before. Safe for any thread.
 */
@ApplicationScoped
public class Reports {
    /** The most points of a series. */
    public static final int POINTS = 2_000;

    /** The most values of a list. */
    public static final int VALUES = 1_000;

    private static final int MINUTES_UP_TO = 6;
    private static final int USERS_BY_HOUR_UP_TO = 2 * 24;
    private static final int HOURS_UP_TO = 14 * 24;

    private final Database database;
    private final Clock clock;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Reports() {
        this(null, null);
    }

    @Inject
    Reports(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Figures of a period and of the one before it. */
    public record Overview(Period period, Figures figures, Latency latency, Figures before, Latency latencyBefore) {}

    /** Figures of one bucket. */
    public record Point(Instant from, Figures figures, Latency latency) {}

    /** Figures of all buckets of a period, empty ones with them. */
    public record Series(Period period, Tier step, List<Point> points) {}

    /** Figures of one value. */
    public record Entry(String value, Figures figures) {}

    /**
     * The highest values.
     *
     * @param values how many different ones have any of it, the empty one and those that were cut off left out
     * @param rest all that is not among the entries
     */
    public record Ranking(Period period, long values, List<Entry> entries, Figures rest) {}

    /** Figures of one node. */
    public record NodeFigures(String node, Figures figures, Latency latency) {}

    /** How many users with a name had traffic in one bucket. */
    public record UserCount(Instant from, long users) {}

    /**
     * How many users with a name had traffic, each counted once in each bucket and on each node.
     *
     * @param points of all buckets of the period, empty ones with them
     * @param byNode of the nodes that have any, by their ids
     */
    public record Users(Period period, Tier step, List<UserCount> points, Map<String, Long> byNode) {}

    /**
     * By the hour for two days, else by the day. Where a node has more than a thousand in an hour, those with less traffic are left out.
     *
     * @param node one node's id, or empty for all
     */
    public Users users(Period asked, String node) {
        Tier suitable = asked.length().toHours() <= USERS_BY_HOUR_UP_TO ? Tier.HOUR : Tier.DAY;
        Tier step = suitable.since(asked.from(), clock.instant());
        Period whole = asked.rounded(step);
        return database.call(connection -> {
            RollupQuery query = new RollupQuery(connection, node);
            Map<Instant, Long> counts = query.users(whole, step);
            List<UserCount> points = starts(whole, step)
                    .map(at -> new UserCount(at, counts.getOrDefault(at, 0L)))
                    .toList();
            return new Users(whole, step, points, new TreeMap<>(query.usersByNode(whole, step)));
        });
    }

    /** Figures of each node that has any in the period, by its id. */
    public List<NodeFigures> byNode(Period asked) {
        Tier finest = Tier.MINUTE.since(asked.from(), clock.instant());
        Period period = asked.rounded(finest);
        return database.call(connection -> {
            RollupQuery query = new RollupQuery(connection, "");
            var latencies = query.latenciesByNode(period, finest);
            return new TreeMap<>(query.sumsByNode(period, finest))
                    .entrySet().stream()
                            .map(sum -> new NodeFigures(sum.getKey(), sum.getValue(), latency(latencies, sum.getKey())))
                            .toList();
        });
    }

    private static <K> Latency latency(Map<K, SortedMap<Integer, Long>> histograms, K key) {
        SortedMap<Integer, Long> histogram = histograms.get(key);
        return histogram == null ? Latency.NONE : Latency.of(histogram);
    }

    /** @param node one node's id, or empty for all */
    public Overview overview(Period asked, String node) {
        Tier finest = Tier.MINUTE.since(asked.before().from(), clock.instant());
        Period period = asked.rounded(finest);
        return database.call(connection -> {
            RollupQuery query = new RollupQuery(connection, node);
            Period before = period.before();
            return new Overview(
                    period,
                    query.sum(Dimension.ALL, period, finest),
                    query.latency(period, finest),
                    query.sum(Dimension.ALL, before, finest),
                    query.latency(before, finest));
        });
    }

    /**
     * One point for each step.
     *
     * @param node one node's id, or empty for all
     * @param asked the step, or empty for one that suits the period; coarser where the finer is no longer kept
     * @throws IllegalArgumentException when it is more than {@link #POINTS}
     */
    public Series series(Period period, String node, Optional<Tier> asked) {
        Tier step = asked.orElseGet(() -> suitable(period)).since(period.from(), clock.instant());
        Period whole = period.rounded(step);
        long points = whole.length().dividedBy(step.length());
        if (points > POINTS) {
            throw new IllegalArgumentException(
                    "The period has " + points + " steps, but at most " + POINTS + " are shown");
        }
        return database.call(connection -> {
            RollupQuery query = new RollupQuery(connection, node);
            Map<Instant, Figures> figures = query.sums(whole, step);
            Map<Instant, SortedMap<Integer, Long>> latencies = query.latencies(whole, step);
            return new Series(whole, step, points(whole, step, figures, latencies));
        });
    }

    private static Tier suitable(Period period) {
        long hours = period.length().toHours();
        if (hours <= MINUTES_UP_TO) {
            return Tier.MINUTE;
        }
        return hours <= HOURS_UP_TO ? Tier.HOUR : Tier.DAY;
    }

    /** Of its buckets. */
    private static Stream<Instant> starts(Period period, Tier step) {
        return Stream.iterate(period.from(), period.to()::isAfter, at -> at.plus(step.length()));
    }

    private static List<Point> points(
            Period period, Tier step, Map<Instant, Figures> figures, Map<Instant, SortedMap<Integer, Long>> latencies) {
        return starts(period, step)
                .map(at -> new Point(at, figures.getOrDefault(at, Figures.NONE), latency(latencies, at)))
                .toList();
    }

    /**
     * How many hours of the period are not summed up yet, so that figures of it are too low: of records that were stored
     * before there were roll-ups, for a while after the update.
     */
    public long hoursLeft(Period period) {
        return database.call(connection -> Backlog.left(connection, period));
    }

    /** As {@link #rankings} by one measure. */
    public Ranking top(Dimension dimension, Measure measure, Period asked, String node, int limit) {
        return rankings(dimension, Set.of(measure), asked, node, limit)
                .values()
                .iterator()
                .next();
    }

    /**
     * The values that come first by each measure, for little more than by one; those without any of it are left out.
     *
     * @param dimension one of {@link Dimension#LISTED}
     * @param measures at least one
     * @param node one node's id, or empty for all
     * @param limit 1 to {@link #VALUES}
     */
    public Map<Measure, Ranking> rankings(
            Dimension dimension, Set<Measure> measures, Period asked, String node, int limit) {
        if (!Dimension.LISTED.contains(dimension) || measures.isEmpty() || limit < 1 || limit > VALUES) {
            throw new IllegalArgumentException("No list of " + limit + " by " + measures + " of " + dimension);
        }
        Tier finest = Tier.HOUR.since(asked.from(), clock.instant());
        Period period = asked.rounded(finest);
        return database.call(connection -> {
            RollupQuery query = new RollupQuery(connection, node);
            var first = query.first(dimension, measures, period, finest, limit);
            Figures all = query.sum(Dimension.ALL, period, finest);
            Map<Measure, Ranking> rankings = new EnumMap<>(Measure.class);
            first.forEach((measure, found) -> rankings.put(
                    measure, new Ranking(period, found.values(), found.entries(), rest(all, found.entries()))));
            return rankings;
        });
    }

    private static Figures rest(Figures all, List<Entry> entries) {
        return entries.stream().map(Entry::figures).reduce(all, Figures::minus);
    }
}
