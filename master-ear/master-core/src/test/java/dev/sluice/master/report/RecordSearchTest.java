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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares searches with one that reads all records, for records and filters thrown by dice. */
class RecordSearchTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-03-02T00:00:00Z");
    private static final Comparator<StoredRecord> BY_KEY = Comparator.comparing(
                    (StoredRecord stored) -> stored.record().time())
            .thenComparing(StoredRecord::node)
            .thenComparing(StoredRecord::boot)
            .thenComparing(StoredRecord::sequence);

    private final TestDatabase database = TestDatabase.create();
    private final Lease lease = TestLease.held(database.jdbc());
    private final Hand clock = new Hand(MIDNIGHT);
    private final Partitions partitions = new Partitions(database.jdbc(), TestConfig.PLAIN, clock);
    private final Ingest ingest =
            PlainIngest.of(database.jdbc(), lease, partitions, TestRollups.of(database.jdbc(), lease, clock));
    private final AccessRecords records = new AccessRecords(database.jdbc(), partitions, new Arrivals());
    private final List<StoredRecord> stored = new ArrayList<>();

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void findsWhatReadingAllRecordsFinds(long seed) {
        Random dice = new Random(seed);
        store("n1", dice);
        store("n2", dice);
        for (int i = 0; i < 25; i++) {
            RecordFilter filter = filter(dice);
            int limit = 5 + dice.nextInt(30);
            List<StoredRecord> matching = matching(filter);
            assertThat(records.newest(filter, limit)).as("%s", filter).isEqualTo(last(matching, limit));
            assertThat(pages(filter, limit)).as("%s", filter).isEqualTo(matching);
            assertThat(records.sites(filter, 100)).as("%s", filter).isEqualTo(sites(matching));
        }
        StoredRecord any = stored.get(dice.nextInt(stored.size()));
        assertThat(records.find(any.node(), any.boot(), any.sequence(), Optional.empty()))
                .contains(any);
    }

    /** At moments that several share, around midnights, and of clocks that are years off. */
    private void store(String node, Random dice) {
        List<AccessRecord> batch = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Instant time = dice.nextInt(20) == 0
                    ? MIDNIGHT.plus(Duration.ofDays(dice.nextBoolean() ? -900 : 900))
                    : MIDNIGHT.plus(Duration.ofHours(dice.nextInt(-40, 40)));
            String host = List.of("a.example", "B.example", "c_d.test", "").get(dice.nextInt(4));
            int status = List.of(200, 403, 404).get(dice.nextInt(3));
            batch.add(
                    Samples.record(time, host, status, "10.0.0." + dice.nextInt(3), status == 403 ? "block" : "allow"));
            stored.add(new StoredRecord(node, 1, i, batch.get(i)));
        }
        ingest.store(Batches.of(Samples.batch(node, 1, 0, batch)));
    }

    private static RecordFilter filter(Random dice) {
        RecordFilter filter = RecordFilter.ALL
                .with(RecordField.SITE, oneOf(dice, "", "", "", "a.example", "nowhere", RecordFilter.ANY))
                .with(RecordField.CLIENT, oneOf(dice, "", "", "10.0.0.1"))
                .with(RecordField.NODE, oneOf(dice, "", "", "n2"))
                .with(RecordField.ACTION, oneOf(dice, "", "", "block"))
                .withHost(oneOf(dice, "", "", "EXAMPLE", "_"))
                .withText(oneOf(dice, "", "", "test/A", "b."))
                .withStatus(StatusRange.of(oneOf(dice, "", "", "404", "4xx")).orElseThrow());
        Instant from = MIDNIGHT.plus(Duration.ofHours(dice.nextInt(-50, 50)));
        return switch (dice.nextInt(4)) {
            case 0 -> filter;
            case 1 -> filter.within(from, Instant.MAX);
            case 2 -> filter.within(Instant.MIN, from);
            default -> filter.within(from, from.plus(Duration.ofHours(dice.nextInt(-1, 30))));
        };
    }

    private static String oneOf(Random dice, String... values) {
        return values[dice.nextInt(values.length)];
    }

    private List<StoredRecord> matching(RecordFilter filter) {
        return stored.stream()
                .filter(one -> matches(filter, one.node(), one.record()))
                .sorted(BY_KEY)
                .toList();
    }

    private static boolean matches(RecordFilter filter, String node, AccessRecord record) {
        boolean exactly = filter.exactly().entrySet().stream().allMatch(wanted -> {
            String value =
                    switch (wanted.getKey()) {
                        case SITE -> record.host();
                        case CLIENT -> record.client();
                        case NODE -> node;
                        case ACTION -> record.action();
                        default ->
                            throw new IllegalArgumentException(wanted.getKey().word());
                    };
            return wanted.getValue().equals(RecordFilter.ANY) ? !value.isEmpty() : value.equals(wanted.getValue());
        });
        return exactly
                && contains(record.host(), filter.host())
                && contains(record.host() + record.path(), filter.text())
                && record.status() >= filter.status().least()
                && record.status() <= filter.status().most()
                && !record.time().isBefore(filter.from())
                && record.time().isBefore(filter.to());
    }

    private static boolean contains(String whole, String part) {
        return whole.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    private static List<StoredRecord> last(List<StoredRecord> all, int limit) {
        return all.stream().sorted(BY_KEY.reversed()).limit(limit).toList();
    }

    private List<StoredRecord> pages(RecordFilter filter, int limit) {
        List<StoredRecord> all = new ArrayList<>();
        List<StoredRecord> page = records.oldest(filter, Optional.empty(), limit);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = records.oldest(filter, Optional.of(page.get(page.size() - 1)), limit);
        }
        return all;
    }

    private static Sites sites(List<StoredRecord> matching) {
        List<Sites.Site> sites = matching.stream()
                .map(one -> one.record().host())
                .distinct()
                .map(host ->
                        site(host, matching.stream().map(StoredRecord::record).filter(record -> record.host()
                                .equals(host))))
                .sorted(Comparator.comparing(Sites.Site::records).reversed().thenComparing(Sites.Site::host))
                .toList();
        Instant since =
                matching.isEmpty() ? Instant.EPOCH : matching.get(0).record().time();
        return new Sites(sites, matching.size(), since, true);
    }

    private static Sites.Site site(String host, Stream<AccessRecord> itsRecords) {
        List<AccessRecord> all = itsRecords.toList();
        return new Sites.Site(
                host,
                all.size(),
                all.stream().filter(record -> record.action().equals("block")).count(),
                all.stream().mapToLong(AccessRecord::bytesUp).sum(),
                Long.MAX_VALUE,
                all.get(all.size() - 1).time());
    }
}
