package dev.sluice.master.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.Hand;
import dev.sluice.master.config.TestConfig;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.rollup.TestRollups;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArrivedSearchTest {
    private final TestDatabase database = TestDatabase.create();
    private final Lease lease = TestLease.held(database.jdbc());
    private final Hand clock = new Hand(Instant.parse("2026-03-01T23:59:58Z"));
    private final Partitions partitions = new Partitions(database.jdbc(), TestConfig.PLAIN, clock);
    private final Arrivals arrivals = new Arrivals();
    private final Ingest ingest =
            PlainIngest.of(database.jdbc(), lease, partitions, TestRollups.of(database.jdbc(), lease, clock), arrivals);
    private final AccessRecords records = new AccessRecords(database.jdbc(), partitions, arrivals);
    private final Map<String, Long> next = new HashMap<>();

    @BeforeEach
    void begin() {
        store("n1", at(0, "before.example"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void tellsWhatHasComeOnceHoweverLate() {
        String mark = records.mark();
        store("n1", at(4, "now.example"), at(-100_000, "long-tunnel.example"), at(5, "next-day.example"));
        store("n2", at(-200_000, "was-cut-off.example"));

        Arrived arrived = records.arrived(RecordFilter.ALL, mark);

        assertThat(arrived.records())
                .extracting(stored -> stored.record().host())
                .containsExactly("was-cut-off.example", "long-tunnel.example", "now.example", "next-day.example");
        assertThat(arrived.more()).isFalse();
        assertThat(arrived.missed()).isFalse();
        assertThat(records.arrived(RecordFilter.ALL, arrived.mark()).records()).isEmpty();
        store("n1", at(4, "then.example"));
        assertThat(records.arrived(RecordFilter.ALL, arrived.mark()).records())
                .singleElement()
                .matches(stored -> stored.record().host().equals("then.example"));
    }

    @Test
    void tellsOnlyWhatMatches() {
        String mark = records.mark();
        store("n1", at(1, "a.example"), at(2, "b.example"));
        store("n2", at(1, "a.example"));

        RecordFilter filter = RecordFilter.ALL.with(RecordField.NODE, "n1").withHost("a.");
        assertThat(records.arrived(filter, mark).records()).hasSize(1);
        assertThat(records.arrived(filter.within(clock.instant().plusSeconds(2), Instant.MAX), mark)
                        .records())
                .isEmpty();
    }

    @Test
    void givesMuchInPieces() {
        String mark = records.mark();
        for (int i = 0; i < 3; i++) {
            store("n1", Collections.nCopies(600, at(i, "many.example")).toArray(AccessRecord[]::new));
        }

        Arrived first = records.arrived(RecordFilter.ALL, mark);
        Arrived second = records.arrived(RecordFilter.ALL, first.mark());

        assertThat(first.records()).hasSize(1_200);
        assertThat(first.more()).isTrue();
        assertThat(second.records()).hasSize(600);
        assertThat(second.more()).isFalse();
    }

    @Test
    void saysThatSomeMayBeMissingAfterAnotherMasterOrTooMuch() {
        Arrived ofAnother = records.arrived(
                RecordFilter.ALL, new AccessRecords(database.jdbc(), partitions, new Arrivals()).mark());
        assertThat(ofAnother.missed()).isTrue();
        assertThat(ofAnother.records()).as("what this one has stored").hasSize(1);

        StoredSpan span = new StoredSpan("n9", 1, 0, 0, clock.instant(), clock.instant(), 1);
        for (int i = 0; i < 20_000; i++) {
            arrivals.add(List.of(span));
        }
        assertThat(arrivals.from(0, 1).missed()).isTrue();
        assertThat(arrivals.from(1, 1).missed()).isFalse();
        assertThat(arrivals.from(1, 1).spans()).containsExactly(span);
    }

    private AccessRecord at(int seconds, String host) {
        return Samples.withHost(Samples.record(clock.instant().plus(Duration.ofSeconds(seconds))), host);
    }

    private void store(String node, AccessRecord... some) {
        long first = next.getOrDefault(node, 0L);
        ingest.store(Batches.of(Samples.batch(node, 1, first, List.of(some))));
        next.put(node, first + some.length);
    }
}
