package dev.sluice.master.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.RecordBatch;
import dev.sluice.master.Hand;
import dev.sluice.master.config.TestConfig;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.persistence.DatabaseException;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.rollup.Rollups;
import dev.sluice.master.rollup.TestRollups;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes in, in whatever order and however often: the sums are the sums of the rows, and each row is there once. */
class HistoriesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final int MADE = 400;

    /** Of the sums: what is folded into one tier and what is not folded yet. */
    private static final String SUMS = """
        SELECT concat_ws(' ', dimension, date_trunc('%1$s', bucket, 'UTC') AT TIME ZONE 'UTC', node, value, sum(requests),
            sum(blocked), sum(errors), sum(tunnels), sum(bytes_up), sum(bytes_down))
        FROM (SELECT dimension, bucket, node, value, requests, blocked, errors, tunnels, bytes_up, bytes_down
            FROM rollup WHERE %2$s UNION ALL
            SELECT dimension, bucket, node, value, requests, blocked, errors, tunnels, bytes_up, bytes_down
            FROM rollup_delta) AS sums
        WHERE dimension IN (%3$s) GROUP BY dimension, date_trunc('%1$s', bucket, 'UTC'), node, value ORDER BY 1\
        """;

    private static final String MINUTES = "tier = 'M'";
    private static final String HOURS = "tier = 'H'";
    /** Those that are summed up, and the hours of the others. */
    private static final String DAYS = "(tier = 'D' OR tier = 'H' AND bucket >= (SELECT up_to FROM rollup_summed))";

    private static final String ROWS = """
        SELECT concat_ws(' ', dimension, date_trunc('%1$s', time, 'UTC') AT TIME ZONE 'UTC', node, value, count(*),
            count(*) FILTER (WHERE action = 'block'), count(*) FILTER (WHERE error <> ''),
            count(*) FILTER (WHERE scheme = 'tunnel'), sum(bytes_up), sum(bytes_down))
        FROM access_record, LATERAL (VALUES (0, ''), (2, host), (3, user_name), (4, client), (5, category), (6, rule_id),
            (7, nullif(error, ''))) AS part (dimension, value)
        WHERE value IS NOT NULL AND dimension IN (%3$s)
        GROUP BY dimension, date_trunc('%1$s', time, 'UTC'), node, value ORDER BY 1\
        """;

    private final TestDatabase database = TestDatabase.create();
    private final Lease lease = TestLease.held(database.jdbc());
    private final Hand clock = new Hand(NOW);
    private final Rollups rollups = TestRollups.of(database.jdbc(), lease, clock);
    private final Ingest ingest =
            PlainIngest.of(database.jdbc(), lease, new Partitions(database.jdbc(), TestConfig.PLAIN, clock), rollups);

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void sumsWhatIsStoredWhateverComes(long seed) {
        Random random = new Random(seed);
        List<AccessRecord> made = made(seed, random);
        database.execute("UPDATE rollup_summed SET up_to = '2026-02-26 00:00Z'");
        long next = 0;
        while (next < MADE) {
            switch (random.nextInt(8)) {
                case 0 -> rollups.fold();
                case 1 -> failsHalfWay(random, made);
                case 2 -> clock.move(Duration.ofHours(random.nextInt(6)));
                default -> next = store(anything(random, made, next));
            }
        }
        assertThat(database.number("SELECT next FROM record_watermark")).isEqualTo(MADE);
        assertThat(database.number("SELECT count(*) FROM access_record"))
                .isEqualTo(database.number("SELECT stored FROM record_watermark"))
                .isEqualTo(database.number("SELECT count(DISTINCT sequence) FROM access_record"));
        assertThat(IntStream.range(0, MADE).mapToObj(i -> i + " " + made.get(i).requestId()))
                .as("each under its sequence")
                .containsAll(database.texts("SELECT concat(sequence, ' ', request_id) FROM access_record"));
        sumsAreThoseOfTheRows();
        rollups.fold();
        rollups.fold();
        assertThat(database.number("SELECT count(*) FROM rollup_delta")).isZero();
        sumsAreThoseOfTheRows();
        clock.move(Duration.ofDays(2));
        rollups.tidy(clock.instant());
        assertThat(database.number("SELECT count(*) FROM rollup WHERE bucket >= (SELECT up_to FROM rollup_summed)"))
                .isZero();
        same("day", "tier = 'D'", "0, 2, 3, 4, 5, 6, 7");
    }

    /** Some are from another minute, hour or day, as their exchange took long. */
    private static List<AccessRecord> made(long seed, Random random) {
        Traffic traffic = new Traffic(seed, 50, 20);
        List<AccessRecord> made = new ArrayList<>();
        for (int i = 0; i < MADE; i++) {
            int late = random.nextInt(5) == 0 ? random.nextInt(200_000) : 0;
            made.add(traffic.record(NOW.plusMillis(700L * i).minusSeconds(late)));
        }
        return made;
    }

    /** Doubled, overlapping, too early, with a gap or damaged; some at once. */
    private List<RecordBatch> anything(Random random, List<AccessRecord> made, long next) {
        List<RecordBatch> batches = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(4); i++) {
            int first = (int) Math.max(0, Math.min(MADE - 1, next + random.nextInt(41) - 20));
            int count = Math.min(MADE - first, 1 + random.nextInt(40));
            RecordBatch batch = Samples.batch("n1", 1, first, made.subList(first, first + count));
            boolean gap = random.nextInt(10) == 0;
            ByteBuffer frames = ByteBuffer.allocate(batch.frames().remaining());
            frames.put(batch.frames().duplicate()).flip();
            if (random.nextInt(6) == 0) {
                int at = random.nextInt(frames.limit());
                frames.put(at, (byte) ~frames.get(at));
            }
            batches.add(new RecordBatch("n1", 1, first, count, gap, frames));
        }
        return batches;
    }

    /** As when the master or the database dies: all of a transaction or nothing of it. */
    private void failsHalfWay(Random random, List<AccessRecord> made) {
        String before = database.texts("SELECT count(*) FROM access_record").get(0);
        database.execute("ALTER TABLE record_watermark RENAME COLUMN missing TO gone");
        assertThatThrownBy(() -> store(anything(random, made, 0))).isInstanceOf(DatabaseException.class);
        database.execute("ALTER TABLE record_watermark RENAME COLUMN gone TO missing");
        assertThat(database.texts("SELECT count(*) FROM access_record")).containsExactly(before);
    }

    private long store(List<RecordBatch> batches) {
        List<AppliedMessage> applied = ingest.store(Batches.of(batches.toArray(RecordBatch[]::new)));
        return applied.get(applied.size() - 1).next();
    }

    private void sumsAreThoseOfTheRows() {
        same("minute", MINUTES, "0");
        same("hour", HOURS, "0, 2, 3, 4, 5, 6, 7");
        same("day", DAYS, "0, 2, 3, 4, 5, 6, 7");
        assertThat(database.number(
                        "SELECT coalesce(sum(requests), 0) FROM (SELECT requests FROM rollup WHERE dimension ="
                                + " 1 AND tier = 'M' UNION ALL SELECT requests FROM rollup_delta WHERE dimension ="
                                + " 1) AS latencies"))
                .isEqualTo(database.number("SELECT count(*) FROM access_record WHERE scheme <> 'tunnel'"));
    }

    private void same(String unit, String tiers, String dimensions) {
        assertThat(database.texts(SUMS.formatted(unit, tiers, dimensions)))
                .isEqualTo(database.texts(ROWS.formatted(unit, tiers, dimensions)));
    }

    @Test
    void countsEachOnceWhileItFoldsAndStoresAtOnce() throws Exception {
        Traffic traffic = new Traffic(9, 50, 20);
        AtomicBoolean done = new AtomicBoolean();
        Runnable fold = () -> {
            while (!done.get()) {
                rollups.fold();
                rollups.tidy(clock.instant());
            }
        };
        CompletableFuture<Void> folding =
                CompletableFuture.allOf(CompletableFuture.runAsync(fold), CompletableFuture.runAsync(fold));
        for (int batch = 0; batch < 40; batch++) {
            List<AccessRecord> records = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                records.add(traffic.record(NOW.plusMillis(batch * 1000L + i)));
            }
            store(List.of(Samples.batch("n1", 1, batch * 25L, records)));
        }
        done.set(true);
        folding.get(30, TimeUnit.SECONDS);
        sumsAreThoseOfTheRows();
    }

    /** A backup has all tables locked against being dropped or emptied, from its start to its end. */
    @Test
    void storesAndFoldsWhileABackupIsMade() {
        Traffic traffic = new Traffic(9, 50, 20);
        database.jdbc().run(backup -> {
            try (Statement statement = backup.createStatement()) {
                statement.execute("LOCK TABLE access_record, rollup, rollup_delta IN ACCESS SHARE MODE");
            }
            for (int batch = 0; batch < 4; batch++) {
                List<RecordBatch> some = List.of(Samples.batch("n1", 1, batch, List.of(traffic.record(NOW))));
                assertThat(CompletableFuture.runAsync(() -> store(some)).thenRun(rollups::fold))
                        .succeedsWithin(Duration.ofSeconds(20));
            }
        });
        assertThat(database.number("SELECT count(*) FROM rollup_delta")).isZero();
        sumsAreThoseOfTheRows();
        assertThat(database.number("SELECT count(*) FROM access_record")).isEqualTo(4);
    }

    @Test
    void countsRecordsThatWereThereBeforeTheRollUpsInTheSameWay() throws Exception {
        List<AccessRecord> made = made(11, new Random(11));
        store(List.of(Samples.batch("n1", 1, 0, made), Samples.batch("n2", 1, 0, made.subList(0, 90))));
        String all = SUMS.formatted("minute", MINUTES, "0, 1, 2, 3, 4, 5, 6, 7");
        database.execute("CREATE TABLE counted AS SELECT * FROM rollup_delta");
        database.execute("TRUNCATE rollup_delta, rollup_backlog, rollup_backlog_end");
        database.execute(migration());
        store(List.of(Samples.batch("n2", 1, 90, made.subList(90, 120)))); // counted as it comes, and not again
        database.execute("INSERT INTO counted SELECT * FROM rollup_delta");

        while (database.number("SELECT count(*) FROM rollup_backlog") > 0) {
            rollups.catchUp();
        }

        sumsAreThoseOfTheRows();
        assertThat(database.texts(all))
                .isEqualTo(database.texts(all.replace("rollup_delta", "counted")))
                .hasSizeGreaterThan(100);
    }

    /** The statements of the migration that say what is there. */
    private static String migration() throws IOException {
        try (InputStream file = HistoriesTest.class.getResourceAsStream("/db/migration/V22__rollups.sql")) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            int start = text.indexOf("INSERT INTO rollup_backlog_end");
            return text.substring(start, text.indexOf("-- When the exchange"));
        }
    }

    @Test
    void isNotStoppedByFiguresThatNoRecordCanHave() {
        AccessRecord huge = Samples.record(NOW); // with Long.MAX_VALUE bytes
        for (int i = 0; i < 3; i++) {
            store(List.of(Samples.batch("n1", 1, i * 2L, List.of(huge, huge))));
            rollups.fold();
        }
        database.execute("UPDATE rollup SET bytes_down = 9223372036854775807");
        store(List.of(Samples.batch("n1", 1, 6, List.of(huge))));
        rollups.fold();
        assertThat(database.number("SELECT requests FROM rollup WHERE tier = 'D' AND dimension = 0"))
                .isEqualTo(7);
        assertThat(database.number("SELECT damaged FROM record_watermark")).isZero();
    }
}
