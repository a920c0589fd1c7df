package dev.sluice.master.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.Hand;
import dev.sluice.master.config.TestConfig;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.privacy.Erasure;
import dev.sluice.master.privacy.Erasures;
import dev.sluice.master.privacy.TestErasures;
import dev.sluice.master.privacy.TestPersonal;
import dev.sluice.master.rollup.Rollups;
import dev.sluice.master.rollup.TestRollups;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Users who are taken out of records and sums, by the real database. All records of the samples are ann's. */
class ErasuresTest {
    private static final Instant BEFORE = Instant.parse("2026-03-19T10:00:00Z");
    private static final String ANNS = "SELECT count(*) FROM access_record WHERE user_name = 'ann'";
    private static final String ANNS_SUMS = "SELECT (SELECT count(*) FROM rollup WHERE value = 'ann')"
            + " + (SELECT count(*) FROM rollup_delta WHERE value = 'ann')";
    private static final String SUMS = "SELECT dimension || ' ' || sum(requests) || ' ' || sum(bytes_up)"
            + " FROM (SELECT dimension, requests, bytes_up FROM rollup WHERE tier = 'H' UNION ALL"
            + " SELECT dimension, requests, bytes_up FROM rollup_delta) AS all_sums GROUP BY dimension ORDER BY 1";

    private final TestDatabase database = TestDatabase.create();
    private final Lease lease = TestLease.held(database.jdbc());
    private final Hand clock = new Hand(Instant.parse("2026-03-20T12:00:00Z"));
    private final Rollups rollups = TestRollups.of(database.jdbc(), lease, clock);
    private final Ingest ingest = new Ingest(
            database.jdbc(),
            lease,
            new Partitions(database.jdbc(), TestConfig.PLAIN, clock),
            rollups,
            TestPersonal.OFF,
            erasures(),
            new UnsentRecords(database.jdbc(), lease, TestConfig.PLAIN),
            new Arrivals());
    private long next;

    @AfterEach
    void close() {
        database.close();
    }

    /** As a master that was just started. */
    private Erasures erasures() {
        return TestErasures.of(database.jdbc(), rollups, clock, 3);
    }

    private void store(Instant from, int count) {
        store(IntStream.range(0, count)
                .mapToObj(i -> Samples.record(from.plusSeconds(i)))
                .toList());
    }

    private void store(List<AccessRecord> records) {
        ingest.store(Batches.of(Samples.batch("n1", 1, next, records)));
        next += records.size();
    }

    private void eraseAll() {
        while (erasures().step()) {
            // each with nothing in memory of the one before
        }
    }

    private Erasure only() {
        assertThat(erasures().all()).hasSize(1);
        return erasures().all().get(0);
    }

    @Test
    void takesTheNameOutOfRecordsInStepsThatGoOnAfterAStop() {
        store(BEFORE, 7);
        erasures().request("ann", "root");
        assertThat(erasures().step()).isTrue();
        assertThat(database.number(ANNS)).isEqualTo(4);
        assertThat(only()).returns(3L, Erasure::records).returns(false, Erasure::done);
        eraseAll();
        assertThat(database.number(ANNS)).isZero();
        assertThat(database.number("SELECT count(*) FROM access_record WHERE user_name = '~erased' AND path = '/a/b'"))
                .isEqualTo(7);
        assertThat(only()).returns(7L, Erasure::records).returns(true, Erasure::done);
        assertThat(database.number("SELECT sum(stored) FROM record_watermark")).isEqualTo(7);
    }

    @Test
    void takesTheNameOutOfSumsAndLeavesAllTotals() {
        store(BEFORE, 4);
        rollups.fold();
        store(BEFORE.plusSeconds(10), 3);
        List<String> totals = database.texts(SUMS);
        erasures().request("ann", "root");
        eraseAll();
        assertThat(database.number(ANNS_SUMS)).isZero();
        assertThat(database.texts(SUMS)).isEqualTo(totals).contains("3 7 119");
        rollups.fold();
        rollups.fold();
        assertThat(database.texts(SUMS)).isEqualTo(totals);
        assertThat(database.number(
                        "SELECT requests FROM rollup WHERE tier = 'D' AND dimension = 3 AND value = '~erased'"))
                .isEqualTo(7);
    }

    @Test
    void takesTheNameOutOfWhatComesLateAndNotOfWhatIsNew() {
        erasures().request("ann", "root");
        eraseAll();
        store(BEFORE, 2);
        store(clock.instant().plusSeconds(1), 1);
        assertThat(database.number(ANNS)).isEqualTo(3);
        eraseAll();
        assertThat(database.number(ANNS)).isEqualTo(1);
        assertThat(only()).returns(2L, Erasure::records).returns(true, Erasure::done);
        store(clock.instant().plusSeconds(2), 1);
        assertThat(erasures().step()).as("anything to do for new records").isFalse();
    }

    @Test
    void takesTheNameOutOfALateRecordBetweenTwoMicroseconds() {
        erasures().request("ann", "root");
        eraseAll();
        store(BEFORE.plusNanos(900), 1);
        eraseAll();
        assertThat(database.number(ANNS)).isZero();
    }

    @Test
    void isNotHeldUpByANodeWhoseClockIsFarBehind() {
        Traffic others = new Traffic(1, 5, 5);
        store(BEFORE, 20);
        erasures().request("ann", "root");
        for (int i = 0; i < 20; i++) {
            store(List.of(others.record(Instant.EPOCH.plusSeconds(i))));
            erasures().step();
        }
        assertThat(only()).returns(20L, Erasure::records).returns(true, Erasure::done);
    }

    @Test
    void takeTurnsAsOneMayGetLateRecordsAllTheTime() {
        store(BEFORE, 20);
        erasures().request("ann", "root");
        Erasure bobs = erasures().request("bob", "root");
        Erasures running = erasures();
        for (int i = 0; i < 20; i++) {
            store(Instant.EPOCH.plusSeconds(i), 1);
            running.step();
        }
        assertThat(running.all())
                .filteredOn(erasure -> erasure.id() == bobs.id())
                .singleElement()
                .returns(true, Erasure::done);
    }

    @Test
    void changesNothingWhenItIsAskedForAgainAndForgetsTheNameInTheEnd() {
        store(BEFORE, 2);
        erasures().request("ann", "root");
        eraseAll();
        clock.move(Duration.ofMinutes(1));
        Erasure again = erasures().request("ann", "root");
        eraseAll();
        assertThat(only()).returns(again.id(), Erasure::id).returns(2L, Erasure::records);
        clock.move(Duration.ofDays(31));
        erasures().prune(clock.instant());
        assertThat(erasures().all()).hasSize(1);
        clock.move(Duration.ofDays(2));
        erasures().prune(clock.instant());
        assertThat(erasures().all()).isEmpty();
    }

    @Test
    void tellsTheAuditWhoAskedButNotForWhom() {
        erasures().request("ann", "root");
        assertThat(database.texts("SELECT who || ' ' || action || ' ' || object || after FROM audit_event"))
                .singleElement()
                .asString()
                .startsWith("root records.erase erasure 1")
                .doesNotContain("ann");
    }

    @Test
    void emptiesQuarantineThatHoldsTheName() {
        database.execute("INSERT INTO record_quarantine (at, node, boot, sequence, records, problem, bytes) VALUES"
                + " ('2026-03-19', 'n', 1, 1, 1, 'p', '\\x00" + hex("anna") + "'),"
                + " ('2026-03-19', 'n', 1, 2, 1, 'p', '\\x00" + hex("bob") + "')");
        erasures().request("ann", "root");
        eraseAll();
        assertThat(database.texts("SELECT sequence FROM record_quarantine WHERE bytes <> ''"))
                .containsExactly("2");
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void refusesNobody() {
        assertThatThrownBy(() -> erasures().request(" ", "root")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> erasures().request("~erased", "root")).isInstanceOf(IllegalArgumentException.class);
    }
}
