package dev.sluice.master.report;

import dev.sluice.master.config.TestConfig;
import dev.sluice.master.persistence.TestDatabase;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Records of {@value #DAYS} days as two nodes of a branch office make them: a few of 50,000 sites are asked for often and most
 * seldom, as are 3,000 users; six in ten are tunnels, one in 25 is blocked, one in 50 fails, and the most come in the morning.
 * Made in the database, because a hundred million would take an hour otherwise; the first day is thrown by dice, the others are
 * like it.
 */
public final class RecordedMonth {
    public static final int DAYS = 30;

    private static final String DAY_LIKE_THE_FIRST = """
            TRUNCATE %1$s; INSERT INTO %1$s SELECT node, boot, sequence + %2$d, time + interval '%3$d days', duration_us, client,
                user_name, method, scheme, host, port, path, status, bytes_up, bytes_down, mime_type, action, rule_id, rule_name,
                category, reason, epoch, revision, tls, upstream, user_agent, error, request_id FROM %4$s""";

    /** The hours' shares of a day, and within an hour one record after the other. */
    private static final String TIMES = """
            SELECT first + n AS n, start + n * (interval '1 hour' / many) AS time
            FROM (SELECT timestamptz '%1$s 00:00+00' + (hour - 1) * interval '1 hour' AS start,
                    (%2$d * share / sum(share) OVER ())::int AS many,
                    (%2$d * (sum(share) OVER (ORDER BY hour) - share) / sum(share) OVER ())::int AS first
                FROM unnest(ARRAY[10, 8, 6, 5, 5, 8, 20, 50, 90, 100, 100, 95, 80, 90, 100, 98, 90, 70, 50, 40, 35, 30, 20, 14])
                    WITH ORDINALITY AS curve (share, hour)) AS hours,
                LATERAL generate_series(0, many - 1) AS n""";

    private static final String DICE = """
            SELECT n, time, random() AS x, random() AS y, random_normal() AS z, random() < 0.6 AS tunnel, random() AS fate,
                exp(random() * ln(50000.0::float8))::int AS site, (3000 * random() ^ 2)::int AS person
            FROM (%s) AS times""";

    /** Among them 50 of a user and 7 of a site that there are otherwise none of. */
    private static final String FIRST_DAY = """
            TRUNCATE %1$s; INSERT INTO %1$s
            SELECT 'slave-' || 1 + n %% 2, 1, n / 2, time, exp(6 + 3 * z)::bigint,
                '10.' || (person >> 8) || '.' || (person & 255) || '.' || person %% 7,
                CASE WHEN n %% (%3$d / 50) = 7 THEN 'seldom' WHEN person < 2850 THEN 'user' || person ELSE '' END,
                CASE WHEN tunnel THEN 'CONNECT' WHEN x < 0.95 THEN 'GET' ELSE 'POST' END,
                CASE WHEN tunnel THEN 'tunnel' WHEN site %% 4 = 0 THEN 'http' ELSE 'https' END,
                CASE WHEN n %% (%3$d / 7) = 11 THEN 'seldom.example.org' ELSE 'www.site-' || site || '.example.com' END,
                CASE WHEN tunnel OR site %% 4 > 0 THEN 443 ELSE 80 END,
                CASE WHEN tunnel THEN '' ELSE '/assets/' || to_hex((y * 2e9)::int) || '/page-' || (x * 1000)::int || '.html' END,
                CASE WHEN fate < 0.04 THEN 403 WHEN fate > 0.98 THEN 502 WHEN tunnel OR y < 0.8 THEN 200 WHEN y < 0.95 THEN 304
                    ELSE 404 END,
                (y * 4000)::bigint, exp(9 + 2 * z)::bigint,
                CASE WHEN tunnel THEN '' ELSE (ARRAY['text/html', 'application/json', 'image/webp', 'text/css'])[1 + n %% 4] END,
                CASE WHEN fate < 0.04 THEN 'block' ELSE 'allow' END,
                'rule-' || site %% 12, 'Rule number ' || site %% 12,
                CASE WHEN site %% 3 = 0 THEN '' ELSE 'category-' || site %% 31 END, 'RULE', 1, 17,
                CASE WHEN tunnel THEN 'tunnel' WHEN site %% 4 = 0 THEN 'none' ELSE 'inspected' END,
                CASE WHEN fate < 0.04 THEN '' ELSE '198.51.100.' || (site & 255) || ':443' END,
                CASE WHEN y < 0.35 THEN 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/'
                    || 90 + person %% 40 || '.0.0.0 Safari/537.36' ELSE 'Agent-' || person %% 40 || '/1.2' END,
                CASE WHEN fate > 0.98 THEN (ARRAY['timeout', 'connect', 'dns', 'client-abort'])[1 + n %% 4] ELSE '' END,
                to_hex((x * 9e18)::bigint)
            FROM (%2$s) AS dice""";

    private final TestDatabase server;
    private final LocalDate firstDay = LocalDate.now(ZoneOffset.UTC).minusDays(DAYS);
    private final long daily;

    /** @param rows all records; at least 10,000 */
    public RecordedMonth(TestDatabase server, long rows) {
        this.server = server;
        this.daily = rows / DAYS;
    }

    /** Yesterday, the last day that has records. */
    LocalDate lastDay() {
        return firstDay.plusDays(DAYS - 1L);
    }

    /** Makes them, in partitions as the master makes them, two days at a time. */
    public void make() {
        List<LocalDate> days = firstDay.datesUntil(firstDay.plusDays(DAYS)).toList();
        new Partitions(server.jdbc(), TestConfig.PLAIN, Clock.systemUTC()).ensure(days);
        server.execute(
                FIRST_DAY.formatted(partition(firstDay), DICE.formatted(TIMES.formatted(firstDay, daily)), daily));
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            CompletableFuture.allOf(days.stream()
                            .skip(1)
                            .map(day -> CompletableFuture.runAsync(() -> copyTo(day), two))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } finally {
            two.shutdown();
        }
    }

    private void copyTo(LocalDate day) {
        long distance = day.toEpochDay() - firstDay.toEpochDay();
        server.execute(DAY_LIKE_THE_FIRST.formatted(partition(day), distance * daily, distance, partition(firstDay)));
        server.execute("ANALYZE " + partition(day)); // as PostgreSQL does by itself, only later
    }

    private static String partition(LocalDate day) {
        return "access_record_" + DateTimeFormatter.BASIC_ISO_DATE.format(day);
    }
}
