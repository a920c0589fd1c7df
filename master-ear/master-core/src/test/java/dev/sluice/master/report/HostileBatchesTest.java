package dev.sluice.master.report;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.AppliedMessage;
import dev.sluice.master.config.TestConfig;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.live.Changes;
import dev.sluice.master.member.Members;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.rollup.Rollups;
import dev.sluice.master.rollup.TestRollups;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Honest nodes among one that sends whatever it can think of: theirs is stored once, whatever that one does. */
class HostileBatchesTest {
    private static final List<String> HONEST = List.of("honest-1", "honest-2");
    private static final int MADE = 300;
    private static final int ROUNDS_AT_LEAST = 60;

    private final TestDatabase database = TestDatabase.create();
    private final Lease lease = TestLease.held(database.jdbc());
    private final Members members = new Members(database.jdbc(), lease);
    private final Partitions partitions = new Partitions(database.jdbc(), TestConfig.PLAIN, Clock.systemUTC());
    private final Rollups rollups = TestRollups.of(database.jdbc(), lease, Clock.systemUTC());
    private final AccessRecords records = new AccessRecords(database.jdbc(), partitions, new Arrivals());
    private final Map<String, Long> applied = new HashMap<>();
    private final BatchInbox inbox = new BatchInbox(
            PlainIngest.of(database.jdbc(), lease, partitions, rollups), members, this::answer, new Changes());

    @AfterEach
    void close() {
        database.close();
    }

    static List<Long> seeds() {
        return List.of(1L, 2L, new Random().nextLong());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void storesTheHonestOnesOnce(long seed) throws Exception {
        Random random = new Random(seed);
        Hostile hostile = new Hostile("hostile", random);
        Map<String, List<AccessRecord>> made = new HashMap<>();
        HONEST.forEach(node -> made.put(node, honest(seed + node.hashCode())));
        for (int round = 0; round < ROUNDS_AT_LEAST || !allApplied(); round++) {
            for (String node : HONEST) {
                anHonestOne(node, requireNonNull(made.get(node)), random);
                inbox.take(hostile.node(), hostile.batch());
            }
            if (random.nextInt(10) == 0) {
                inbox.take("hostile", Samples.batch("honest-1", 1, 0, requireNonNull(made.get("honest-2"))));
            }
            inbox.storeNext();
            if (random.nextInt(10) == 0) {
                rollups.fold();
            }
        }
        HONEST.forEach(node -> assertStoredOnce(node, requireNonNull(made.get(node))));
        assertThatTheRestGoesOn();
    }

    private void answer(AppliedMessage message) {
        applied.merge(message.node(), message.next(), Math::max);
    }

    private boolean allApplied() {
        return HONEST.stream().allMatch(node -> applied.getOrDefault(node, 0L) == MADE);
    }

    private static List<AccessRecord> honest(long seed) {
        Traffic traffic = new Traffic(seed, 50, 20);
        Instant start = Instant.now().minusSeconds(MADE).truncatedTo(ChronoUnit.MICROS);
        return IntStream.range(0, MADE)
                .mapToObj(i -> traffic.record(start.plusSeconds(i)))
                .toList();
    }

    /** From where the node was told, or from before, as a message may be lost or come late. */
    private void anHonestOne(String node, List<AccessRecord> made, Random random) {
        int next = applied.getOrDefault(node, 0L).intValue();
        int first = Math.max(0, next - random.nextInt(3) * random.nextInt(20));
        int end = Math.min(MADE, first + 1 + random.nextInt(20));
        if (first < end) {
            inbox.take(node, Samples.batch(node, 1, first, made.subList(first, end)));
        }
    }

    private void assertStoredOnce(String node, List<AccessRecord> made) {
        List<StoredRecord> stored =
                new ArrayList<>(records.newest(RecordFilter.ALL.with(RecordField.NODE, node), 1_000));
        stored.sort(Comparator.comparingLong(StoredRecord::sequence));
        assertThat(stored)
                .extracting(each -> each.record().requestId())
                .containsExactlyElementsOf(
                        made.stream().map(AccessRecord::requestId).toList());
    }

    private void assertThatTheRestGoesOn() {
        rollups.fold();
        rollups.fold();
        assertThat(database.number("SELECT count(*) FROM rollup_delta")).isZero();
        assertThat(database.number("SELECT sum(requests) FROM rollup WHERE tier = 'H' AND dimension = 0"))
                .isEqualTo(database.number("SELECT count(*) FROM access_record"))
                .isEqualTo(database.number("SELECT sum(stored) FROM record_watermark"));
        assertThat(records.newest(RecordFilter.ALL, 10)).isNotEmpty();
        assertThat(records.damagedByNode())
                .hasEntrySatisfying("hostile", count -> assertThat(count).isPositive());
        assertThat(records.damagedByNode()).containsEntry("honest-1", 0L).containsEntry("honest-2", 0L);
        assertThat(records.missingByNode()).containsKey("hostile");
        assertThat(database.number("SELECT count(*) FROM record_quarantine"))
                .isPositive()
                .isLessThanOrEqualTo(Quarantine.ROWS);
        assertThat(inbox.refused()).isPositive();
        assertThat(inbox.putOff())
                .as("what cannot be stored is not tried for ever")
                .isZero();
        assertThat(inbox.counts().damaged()).isPositive();
    }
}
