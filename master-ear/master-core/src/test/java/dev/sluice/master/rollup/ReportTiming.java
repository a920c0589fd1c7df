package dev.sluice.master.rollup;

import dev.sluice.master.persistence.Database;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.report.RecordedMonth;
import dev.sluice.master.report.SearchTiming;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How long the figures of a dashboard take with the roll-ups of 100 million records, made in 30 days by two nodes, and
 * searches among the records themselves. Prints it; for people, so that no build runs it: {@code benchmarks/report-times}.
 */
class ReportTiming {
    private static final long ROWS = Long.getLong("rows", 1_000_000);
    private static final int ROUNDS = 5;

    /** Frequencies fall as 1/n, so that the sums over all hours and nodes are about 100 million. */
    private static final String ROLLUPS = """
            INSERT INTO rollup
            SELECT '%1$s', dimension, bucket, 'slave-' || node, word || n, c, c / 25, c / 50, c * 2 / 3, c * 900, c * 30000
            FROM generate_series(date_trunc('%2$s', now(), 'UTC') - interval '%3$s', now(), interval '1 %2$s') AS bucket,
                generate_series(1, 2) AS node,
                (VALUES %4$s) AS dimension (dimension, word, many, most),
                LATERAL (SELECT n, greatest(1, (most / (n + 1))::bigint) AS c FROM generate_series(0, many - 1) AS n) AS counts""";

    private static final String LISTS = """
            (2, 'www.site-', %1$d, %3$d), (3, 'user', %2$d, %3$d), (4, '10.0.0.', %2$d, %3$d), (5, 'category-', 30, %3$d * 2),
            (6, 'rule-', 12, %3$d * 2), (7, 'error-', 4, %3$d / 50)""";

    private static final String TIMES = "(0, '', 1, %1$d), (1, '', 25, %1$d / 9)";

    private final TestDatabase server = TestDatabase.create();
    private final Database database = server.pooled();
    private final Reports reports = new Reports(database, Clock.systemUTC());
    private final RecordedMonth month = new RecordedMonth(server, ROWS);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void printsTheTimes() {
        make();
        Instant now = Instant.now();
        for (Duration length :
                new Duration[] {Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(30)}) {
            Period period = new Period(now.minus(length), now);
            dashboard(period, "");
            dashboard(period, "slave-1");
        }
        SearchTiming.print(database, month);
    }

    private void make() {
        long start = System.nanoTime();
        String hours = LISTS.formatted(1_000, 1_000, 9_000) + ", " + TIMES.formatted(70_000);
        server.execute(ROLLUPS.formatted("H", "hour", "30 days", hours));
        String days = LISTS.formatted(1_000, 1_000, 210_000) + ", " + TIMES.formatted(1_670_000);
        server.execute(ROLLUPS.formatted("D", "day", "60 days", days));
        server.execute(ROLLUPS.formatted("M", "minute", "3 days", TIMES.formatted(1_160)));
        server.execute("UPDATE rollup SET value = 40 + value::integer WHERE dimension = 1");
        month.make();
        server.execute("ANALYZE rollup");
        System.out.printf(
                "made in %.0f s: %s roll-ups (%s), %s records (%s)%n",
                (System.nanoTime() - start) / 1e9,
                server.number("SELECT count(*) FROM rollup"),
                size("rollup"),
                ROWS,
                size("access_record"));
        System.out.printf(
                "%,d requests in 30 days%n",
                server.number(
                        "SELECT sum(requests) FROM rollup WHERE tier = 'D' AND dimension = 0 AND bucket > now() - interval '30 days'"));
    }

    private String size(String table) {
        return server.texts("SELECT pg_size_pretty(sum(pg_total_relation_size(relid))) FROM pg_partition_tree('" + table
                        + "')")
                .get(0);
    }

    private void dashboard(Period period, String node) {
        Map<String, double[]> times = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            time(times, round, "overview", () -> reports.overview(period, node));
            time(times, round, "users", () -> reports.users(period, node));
            time(times, round, "series", () -> reports.series(period, node, Optional.empty()));
            time(
                    times,
                    round,
                    "sites by all measures",
                    () -> reports.rankings(Dimension.SITE, EnumSet.allOf(Measure.class), period, node, 10));
            for (Dimension dimension : new Dimension[] {
                Dimension.USER, Dimension.CLIENT, Dimension.CATEGORY, Dimension.RULE, Dimension.ERROR
            }) {
                time(times, round, "" + dimension, () -> reports.top(dimension, Measure.REQUESTS, period, node, 10));
            }
        }
        double all = 0;
        StringBuilder text = new StringBuilder();
        for (var entry : times.entrySet()) {
            Arrays.sort(entry.getValue());
            all += entry.getValue()[ROUNDS / 2];
            text.append(String.format(", %s %.0f", entry.getKey(), entry.getValue()[ROUNDS / 2]));
        }
        System.out.printf(
                "%s, %s: %.0f ms for all%s%n", period.length(), node.isEmpty() ? "all nodes" : node, all, text);
    }

    private static void time(Map<String, double[]> times, int round, String what, Runnable query) {
        long start = System.nanoTime();
        query.run();
        times.computeIfAbsent(what, key -> new double[ROUNDS])[round] = (System.nanoTime() - start) / 1e6;
    }
}
