package dev.sluice.master.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.RecordBatch;
import dev.sluice.master.config.TestConfig;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.persistence.DatabaseException;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.report.Intake.Boot;
import dev.sluice.master.rollup.TestRollups;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One transaction waits for its watermarks, which somebody else has locked, while the next one is under way. */
class OverlappingIngestTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String SENT = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND state = 'idle in transaction' AND query LIKE 'COPY access_record%'";
    private static final String WAITING = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            + " AND wait_event_type = 'Lock' AND query LIKE '%record_watermark%FOR UPDATE%'";

    private final TestDatabase database = TestDatabase.create();
    private final Database jdbc = database.jdbc();
    private final Lease lease = TestLease.held(jdbc);
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final Ingest ingest = PlainIngest.of(
            jdbc, lease, new Partitions(jdbc, TestConfig.PLAIN, clock), TestRollups.of(jdbc, lease, clock));
    private final Turns<Map<Boot, Long>> turns = new Turns<>();
    private final CountDownLatch locked = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final CompletableFuture<Void> lock = CompletableFuture.runAsync(() -> jdbc.run(this::lockWatermarks));

    @AfterEach
    void close() {
        over.countDown();
        database.close();
    }

    private void lockWatermarks(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE record_watermark IN EXCLUSIVE MODE");
            locked.countDown();
            over.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Once it has sent its records, and waits for the watermarks. */
    private CompletableFuture<List<AppliedMessage>> storeAndWait(RecordBatch... batches) throws InterruptedException {
        assertThat(locked.await(10, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<List<AppliedMessage>> stored = store(batches);
        await("it waits").until(() -> !database.texts(WAITING).isEmpty());
        return stored;
    }

    private CompletableFuture<List<AppliedMessage>> store(RecordBatch... batches) {
        List<Frames> frames = Arrays.stream(batches).map(Frames::of).toList();
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        turns.begin();
                        return ingest.store(frames, turns);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    } finally {
                        turns.end();
                    }
                })
                .orTimeout(30, TimeUnit.SECONDS);
    }

    private void unlock() {
        over.countDown();
        lock.join();
    }

    @Test
    void sendsRecordsWhileTheTransactionBeforeHasNotEnded() throws Exception {
        var before = storeAndWait(batch(0, 3));
        var next = store(batch(3, 2), batch(1, 3));
        await("it has sent its records").until(() -> database.number(SENT) == 1);
        unlock();
        assertThat(before.get()).extracting(AppliedMessage::next).containsExactly(3L);
        assertThat(next.get()).extracting(AppliedMessage::next).containsExactly(5L, 5L);
        assertStored(5);
    }

    @Test
    void beginsAnewWhenTheTransactionBeforeFails() throws Exception {
        var before = storeAndWait(batch(0, 3));
        var next = store(batch(3, 2));
        await("it has sent its records").until(() -> database.number(SENT) == 1);
        database.execute(
                "SELECT pg_terminate_backend(" + database.texts(WAITING).get(0) + ")");
        unlock();
        assertThat(before)
                .failsWithin(10, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(DatabaseException.class);
        assertThat(next.get())
                .as("what comes before it is missing")
                .extracting(AppliedMessage::next)
                .containsExactly(0L);
        assertStored(0);
        assertThat(store(batch(0, 3)).get()).extracting(AppliedMessage::next).containsExactly(3L);
        assertThat(store(batch(3, 2)).get()).extracting(AppliedMessage::next).containsExactly(5L);
        assertStored(5);
    }

    @Test
    void storesAfterAGapWhenTheTransactionBeforeFails() throws Exception {
        var before = storeAndWait(batch(0, 3));
        RecordBatch rest = batch(3, 2);
        var next = store(new RecordBatch("n1", 1, 3, 2, true, rest.frames()));
        await("it has sent its records").until(() -> database.number(SENT) == 1);
        database.execute(
                "SELECT pg_terminate_backend(" + database.texts(WAITING).get(0) + ")");
        unlock();
        assertThat(before).failsWithin(10, TimeUnit.SECONDS);
        assertThat(next.get()).extracting(AppliedMessage::next).containsExactly(5L);
        assertThat(database.texts("SELECT next || ', ' || stored || ', ' || missing FROM record_watermark"))
                .containsExactly("5, 2, 3");
    }

    /** The next one might hold the very rows that are to come. */
    @Test
    void storesAloneWhatItStoresOneByOne() throws Exception {
        database.execute("ALTER TABLE access_record ADD CHECK (status < 600)");
        AccessRecord refused = Samples.withStatus(Samples.record(NOW), 999);
        var before = storeAndWait(batch(0, 3), batch(3, 2), Samples.batch("n1", 1, 5, List.of(refused)));
        var again = store(batch(3, 2));
        await().during(Duration.ofMillis(300)).until(() -> database.number(SENT) == 0);
        unlock();
        assertThat(before.get()).extracting(AppliedMessage::next).containsExactly(3L, 5L, 6L);
        assertThat(again.get()).extracting(AppliedMessage::next).containsExactly(6L);
        assertStored(5);
    }

    private void assertStored(int records) {
        assertThat(database.number("SELECT count(*) FROM access_record")).isEqualTo(records);
        assertThat(database.number("SELECT coalesce(sum(stored), 0) FROM record_watermark"))
                .isEqualTo(records);
        assertThat(database.number("SELECT coalesce(sum(requests), 0) FROM rollup_delta WHERE dimension = 0"))
                .isEqualTo(records);
    }

    private static RecordBatch batch(long first, int count) {
        List<AccessRecord> many = LongStream.range(first, first + count)
                .mapToObj(sequence -> Samples.record(NOW.plusSeconds(sequence)))
                .toList();
        return Samples.batch("n1", 1, first, many);
    }
}
