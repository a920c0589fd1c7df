package dev.sluice.master.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.Hand;
import dev.sluice.master.config.TestConfig;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.privacy.PersonalFields;
import dev.sluice.master.privacy.TestErasures;
import dev.sluice.master.privacy.TestPersonal;
import dev.sluice.master.rollup.Rollups;
import dev.sluice.master.rollup.TestRollups;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Personal fields that are kept for a week, by the real database. */
class PersonalFieldsTest {
    private static final Instant OLD = Instant.parse("2026-03-10T23:00:00Z");
    private static final Instant NEW = Instant.parse("2026-03-13T00:00:00Z");
    private static final String PERSONAL =
            "SELECT count(*) FROM access_record WHERE client <> '' OR user_name <> '' OR path <> '' OR user_agent <> ''";
    private static final String SUMS = "SELECT abs(dimension) || ' ' || sum(requests) || ' ' || sum(bytes_up)"
            + " FROM (SELECT dimension, requests, bytes_up FROM rollup WHERE tier = 'D' UNION ALL"
            + " SELECT dimension, requests, bytes_up FROM rollup_delta) AS all_sums GROUP BY abs(dimension) ORDER BY 1";
    private static final String NAMED =
            "SELECT (SELECT count(*) FROM rollup WHERE value IN ('ann', '10.0.0.7') AND bucket < '2026-03-13 00:00+00')"
                    + " + (SELECT count(*) FROM rollup_delta WHERE value IN ('ann', '10.0.0.7')"
                    + " AND bucket < '2026-03-13 00:00+00')";

    private final TestDatabase database = TestDatabase.create();
    private final Lease lease = TestLease.held(database.jdbc());
    private final Hand clock = new Hand(Instant.parse("2026-03-20T12:00:00Z"));
    private final Rollups rollups = TestRollups.of(database.jdbc(), lease, clock);
    private final Partitions partitions = new Partitions(database.jdbc(), TestConfig.PLAIN, clock);
    private final Ingest ingest = new Ingest(
            database.jdbc(),
            lease,
            partitions,
            rollups,
            personal(),
            TestErasures.OF_NOBODY,
            new UnsentRecords(database.jdbc(), lease, TestConfig.PLAIN),
            new Arrivals());
    private long next;

    @AfterEach
    void close() {
        database.close();
    }

    /** As a master that was just started. */
    private PersonalFields personal() {
        return TestPersonal.keeping(database.jdbc(), rollups, clock, 7, 3);
    }

    private void store(Instant from, int count) {
        List<AccessRecord> records = IntStream.range(0, count)
                .mapToObj(i -> Samples.record(from.plusSeconds(i)))
                .toList();
        ingest.store(Batches.of(Samples.batch("n1", 1, next, records)));
        next += count;
    }

    private void clearAll() {
        personal().plan(clock.instant());
        while (personal().step()) {
            // each with nothing in memory of the one before
        }
    }

    @Test
    void clearsDayByDayInStepsThatGoOnAfterAStop() {
        store(OLD, 7);
        store(NEW, 2);
        personal().plan(clock.instant());
        IntStream.range(0, 20).forEach(i -> personal().step()); // the days before, of which there are no records
        assertThat(database.number(PERSONAL)).isEqualTo(9);
        assertThat(personal().step()).isTrue();
        assertThat(database.number(PERSONAL)).isEqualTo(6);
        personal().step();
        assertThat(database.number(PERSONAL)).isEqualTo(3);
        clearAll();
        assertThat(database.number(PERSONAL))
                .as("of the day that is not old enough")
                .isEqualTo(2);
        assertThat(database.number("SELECT count(*) FROM access_record WHERE host = 'www.example.com'"))
                .isEqualTo(9);
        clock.move(Duration.ofDays(1));
        clearAll();
        assertThat(database.number(PERSONAL)).isZero();
    }

    @Test
    void clearsSumsByUserAndClientAndLeavesAllTotals() {
        store(OLD, 4);
        rollups.fold();
        store(OLD.plusSeconds(10), 3);
        store(NEW, 2);
        List<String> totals = database.texts(SUMS);
        clearAll();
        assertThat(database.number(NAMED)).isZero();
        assertThat(database.texts(SUMS)).isEqualTo(totals).contains("3 9 153", "4 9 153");
        rollups.fold();
        rollups.fold();
        assertThat(database.number(NAMED)).isZero();
        assertThat(database.texts(SUMS)).isEqualTo(totals);
        assertThat(database.number("SELECT requests FROM rollup WHERE tier = 'D' AND dimension = 3 AND value = 'ann'"))
                .isEqualTo(2);
    }

    @Test
    void clearsARecordThatComesLate() {
        store(OLD, 2);
        clearAll();
        assertThat(personal().step()).isFalse();
        store(OLD.minusSeconds(5), 1);
        assertThat(database.number(PERSONAL)).isEqualTo(1);
        clearAll();
        assertThat(database.number(PERSONAL)).isZero();
        assertThat(database.number(NAMED)).isZero();
        assertThat(database.number("SELECT sum(stored) FROM record_watermark")).isEqualTo(3);
    }

    @Test
    void clearsALateRecordBetweenTwoMicroseconds() {
        store(OLD, 2);
        clearAll();
        store(OLD.plusSeconds(5).plusNanos(900), 1);
        clearAll();
        assertThat(database.number(PERSONAL)).isZero();
    }

    @Test
    void isNotHeldUpByANodeWhoseClockIsFarBehind() {
        Instant behind = Instant.parse("2026-03-02T10:00:00Z");
        store(behind, 9);
        store(OLD, 7);
        PersonalFields running = personal();
        running.plan(clock.instant());
        for (int i = 0; i < 60; i++) {
            store(behind.plusSeconds(10 + i), 1);
            running.step();
        }
        assertThat(database.number("SELECT count(*) FROM access_record WHERE client = ''"))
                .as("of the day after, and of that node")
                .isGreaterThan(7 + 60);
    }

    @Test
    void clearsARecordOfADayOutOfReachToo() {
        store(Instant.parse("2020-01-01T00:00:00Z"), 1);
        clearAll();
        assertThat(database.number(PERSONAL)).isZero();
    }

    @Test
    void emptiesOldQuarantine() {
        database.execute(
                "INSERT INTO record_quarantine (at, node, boot, sequence, records, problem, bytes) VALUES"
                        + " ('2026-03-12 23:59+00', 'n', 1, 1, 1, 'p', '\\x01'), ('2026-03-13 00:00+00', 'n', 1, 2, 1, 'p', '\\x01')");
        personal().plan(clock.instant());
        assertThat(database.texts("SELECT sequence FROM record_quarantine WHERE bytes <> ''"))
                .containsExactly("2");
    }

    @Test
    void keepsAllWhereNoTimeIsSet() {
        store(OLD, 1);
        TestPersonal.OFF.plan(clock.instant());
        assertThat(TestPersonal.OFF.step()).isFalse();
        assertThat(database.number(PERSONAL)).isEqualTo(1);
    }
}
