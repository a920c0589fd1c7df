package dev.sluice.master.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.Hand;
import dev.sluice.master.config.TestConfig;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.rollup.TestRollups;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRecordsTest {
    private final TestDatabase database = TestDatabase.create();
    private final Lease lease = TestLease.held(database.jdbc());
    private final Hand clock = new Hand(Instant.parse("2026-03-01T23:59:58Z"));
    private final Partitions partitions = new Partitions(database.jdbc(), TestConfig.PLAIN, clock);
    private final Ingest ingest =
            PlainIngest.of(database.jdbc(), lease, partitions, TestRollups.of(database.jdbc(), lease, clock));
    private final AccessRecords records = new AccessRecords(database.jdbc(), partitions, new Arrivals());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void hasNothingAtFirst() {
        assertThat(records.newest(RecordFilter.ALL, 10)).isEmpty();
        assertThat(records.storedByNode()).isEmpty();
    }

    @Test
    void givesTheNewestOfAllNodesAndDaysFirst() {
        store("n1", at(0, "a.example"), at(2, "c.example"), at(4, "e.example"));
        store("n2", at(1, "b.example"), at(3, "d.example"));
        assertThat(hosts(RecordFilter.ALL, 4)).containsExactly("e.example", "d.example", "c.example", "b.example");
        assertThat(records.storedByNode()).isEqualTo(Map.of("n1", 3L, "n2", 2L));
    }

    @Test
    void filtersByNodeClientHostAndAction() {
        AccessRecord blocked = Samples.record(clock.instant(), "WWW.Example.com", 403, "10.0.0.9", "block");
        store("n1", at(0, "a.example"), blocked);
        store("n2", at(1, "b_example"));
        assertThat(hosts(RecordFilter.ALL.with(RecordField.NODE, "n2"), 10)).containsExactly("b_example");
        assertThat(hosts(RecordFilter.ALL.with(RecordField.CLIENT, "10.0.0.9"), 10))
                .containsExactly("WWW.Example.com");
        assertThat(hosts(RecordFilter.ALL.with(RecordField.CLIENT, "10.0.0"), 10))
                .isEmpty();
        assertThat(hosts(RecordFilter.ALL.withHost("w.exam"), 10)).containsExactly("WWW.Example.com");
        assertThat(hosts(RecordFilter.ALL.with(RecordField.ACTION, "block"), 10))
                .containsExactly("WWW.Example.com");
        assertThat(hosts(
                        RecordFilter.ALL
                                .with(RecordField.NODE, "n1")
                                .withHost("example")
                                .with(RecordField.ACTION, "allow"),
                        10))
                .containsExactly("a.example");
    }

    @Test
    void filtersByAnyValueAndByTime() {
        Instant now = clock.instant();
        store("n1", Samples.record(now, "a.example", 200, "", "allow"), at(60, "b.example"), at(120, "c.example"));
        assertThat(hosts(RecordFilter.ALL.with(RecordField.SITE, "a.example"), 10))
                .containsExactly("a.example");
        assertThat(hosts(RecordFilter.ALL.with(RecordField.SITE, "a.exampl"), 10))
                .isEmpty();
        assertThat(hosts(RecordFilter.ALL.with(RecordField.CLIENT, RecordFilter.ANY), 10))
                .containsExactly("c.example", "b.example");
        assertThat(hosts(RecordFilter.ALL.within(now.plusSeconds(60), now.plusSeconds(120)), 10))
                .containsExactly("b.example");
    }

    @Test
    void filtersByStatusAndByTextOverHostAndPath() {
        AccessRecord missing = Samples.withStatus(at(1, ""), 404);
        store("n1", at(0, "a.example"), Samples.withHost(missing, "b.example"), Samples.withStatus(at(2, ""), 499));
        assertThat(hosts(RecordFilter.ALL.withStatus(new StatusRange(404, 404)), 10))
                .containsExactly("b.example");
        assertThat(hosts(RecordFilter.ALL.withStatus(new StatusRange(400, 499)), 10))
                .containsExactly("", "b.example");
        assertThat(hosts(RecordFilter.ALL.withText("B.EXAMPLE/a"), 10)).containsExactly("b.example");
        assertThat(hosts(RecordFilter.ALL.withText("%"), 10)).isEmpty();
    }

    @Test
    void findsOneRecord() {
        store("n1", at(0, "a.example"), at(1, "b.example"));
        Optional<Instant> time = Optional.of(clock.instant().plusSeconds(1));
        assertThat(records.find("n1", 1, 1, Optional.empty()))
                .map(stored -> stored.record().host())
                .contains("b.example");
        assertThat(records.find("n1", 1, 1, time)).isPresent();
        assertThat(records.find("n1", 1, 0, time)).as("another time").isEmpty();
        assertThat(records.find("n1", 1, 2, Optional.empty())).isEmpty();
        assertThat(records.find("n2", 1, 1, Optional.empty())).isEmpty();
    }

    @Test
    void groupsWhatMatchesBySite() {
        AccessRecord blocked = Samples.record(clock.instant().plusSeconds(3), "b.example", 403, "10.0.0.9", "block");
        store("n1", at(0, "a.example"), at(1, "b.example"), at(2, "c.example"), blocked);
        Sites sites = records.sites(RecordFilter.ALL, 2);
        assertThat(sites.sites())
                .extracting(Sites.Site::host, Sites.Site::records, Sites.Site::blocked, Sites.Site::bytesUp)
                .containsExactly(tuple("b.example", 2L, 1L, 34L), tuple("a.example", 1L, 0L, 17L));
        assertThat(sites.sites().get(0).bytesDown()).as("not more than fits").isEqualTo(Long.MAX_VALUE);
        assertThat(sites.sites().get(0).lastSeen()).isEqualTo(blocked.time());
        assertThat(sites.records()).isEqualTo(4);
        assertThat(sites.since()).isEqualTo(clock.instant());
        assertThat(sites.all()).isTrue();
        assertThat(records.sites(RecordFilter.ALL.with(RecordField.ACTION, "block"), 10)
                        .sites())
                .hasSize(1);
        assertThat(records.sites(RecordFilter.ALL.withText("nowhere"), 10).sites())
                .isEmpty();
    }

    @Test
    void givesASearchUpThatTakesTooLong() {
        assertThatThrownBy(() -> records.search(connection -> {
                    try (Statement slow = connection.createStatement()) {
                        slow.setQueryTimeout(1);
                        return slow.execute("SELECT pg_sleep(30)");
                    }
                }))
                .isInstanceOf(SearchTooLongException.class)
                .hasMessageContaining("Narrow it down");
    }

    @ParameterizedTest
    @CsvSource({"404, 404, 404", "4xx, 400, 499", "5XX, 500, 599", "0, 0, 0"})
    void readsAStatusOrAClassOfThem(String text, int least, int most) {
        StatusRange range = StatusRange.of(text).orElseThrow();
        assertThat(range).isEqualTo(new StatusRange(least, most));
        assertThat(StatusRange.of(range.toString())).contains(range);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "4x", "0xx", "404 ", "-1", "4xxx", "٤٠٤"})
    void knowsWhatIsNoStatus(String text) {
        assertThat(StatusRange.of(text)).isEmpty();
    }

    @Test
    void takesAFilterAsPlainText() {
        store("n1", at(0, "a.example"), at(1, "b_example"), at(2, "c\\d"));
        assertThat(hosts(RecordFilter.ALL.withHost("_"), 10)).containsExactly("b_example");
        assertThat(hosts(RecordFilter.ALL.withHost("%"), 10)).isEmpty();
        assertThat(hosts(RecordFilter.ALL.withHost("\\"), 10)).containsExactly("c\\d");
        assertThat(hosts(RecordFilter.ALL.with(RecordField.NODE, "' OR true --").withHost("\0"), 10))
                .isEmpty();
    }

    @Test
    void refusesALimitThatIsTooLargeOrNone() {
        assertThatThrownBy(() -> records.newest(RecordFilter.ALL, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> records.newest(RecordFilter.ALL, 1_001)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsTheNewestAlongTheKeyWithoutSorting() {
        records.makeRoom();
        assertThat(database.texts("EXPLAIN SELECT * FROM access_record"
                        + " ORDER BY time DESC, node DESC, boot DESC, sequence DESC LIMIT 10"))
                .noneMatch(line -> line.contains("Sort  (") || line.contains("Seq Scan"));
    }

    @Test
    void makesTheNextDaysAhead() {
        records.makeRoom();
        records.makeRoom();
        assertThat(database.texts("SELECT inhrelid::regclass::text FROM pg_inherits"
                        + " WHERE inhparent = 'access_record'::regclass ORDER BY 1"))
                .containsExactly(
                        "access_record_20260301",
                        "access_record_20260302",
                        "access_record_20260303",
                        "access_record_default");
    }

    @Test
    void takesRecordsOfTheFutureAlongWhenTheirDayIsMade() {
        store("n1", Samples.record(clock.instant().plus(Duration.ofDays(5))));
        assertThat(database.number("SELECT count(*) FROM access_record_default"))
                .isEqualTo(1);
        clock.move(Duration.ofDays(4));
        records.makeRoom();
        assertThat(database.number("SELECT count(*) FROM access_record_default"))
                .isZero();
        assertThat(database.number("SELECT count(*) FROM access_record_20260306"))
                .isEqualTo(1);
        assertThat(records.newest(RecordFilter.ALL, 10)).hasSize(1);
    }

    /** As a backup does for as long as it takes. */
    @Test
    void storesWhatComesWhileItsDayCannotBeMade() {
        database.jdbc().run(reading -> {
            try (Statement statement = reading.createStatement()) {
                statement.execute("LOCK TABLE access_record_default IN ACCESS SHARE MODE");
                assertThat(CompletableFuture.runAsync(() -> store("n1", at(0, "a.example"))))
                        .succeedsWithin(Duration.ofSeconds(20));
            }
        });
        assertThat(database.number("SELECT count(*) FROM access_record_default"))
                .isEqualTo(1);
        records.makeRoom();
        assertThat(database.number("SELECT count(*) FROM access_record_20260301"))
                .isEqualTo(1);
    }

    /** As it is when the day is made while the record is on its way to the default partition. */
    @Test
    void storesWhatIsRefusedButOnce() {
        database.execute("CREATE SEQUENCE tries");
        database.execute("CREATE FUNCTION refuse_the_first() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN IF nextval(''tries'') = 1 THEN RAISE check_violation; END IF; RETURN NEW; END'");
        database.execute("CREATE TRIGGER refuse_the_first BEFORE INSERT ON access_record FOR EACH ROW"
                + " EXECUTE FUNCTION refuse_the_first()");
        store("n1", at(0, "a.example"));
        assertThat(database.number("SELECT last_value FROM tries")).isEqualTo(2);
        assertThat(records.storedByNode()).containsEntry("n1", 1L);
        assertThat(records.damagedByNode()).containsEntry("n1", 0L);
    }

    @Test
    void deletesDaysThatAreOlderThanTheyAreKept() {
        store("n1", at(0, "first.example"), Samples.record(clock.instant().minus(Duration.ofDays(60))));
        clock.move(Duration.ofDays(1));
        records.makeRoom();
        store("n2", at(0, "second.example"));
        clock.move(Duration.ofDays(29));
        records.dropOld(clock.instant());
        assertThat(hosts(RecordFilter.ALL, 10)).as("30 days").containsExactly("second.example", "first.example");
        clock.move(Duration.ofDays(1));
        records.dropOld(clock.instant());
        records.dropOld(clock.instant());
        assertThat(hosts(RecordFilter.ALL, 10)).containsExactly("second.example");
        assertThat(database.texts("SELECT inhrelid::regclass::text FROM pg_inherits"
                        + " WHERE inhparent = 'access_record'::regclass"))
                .doesNotContain("access_record_20260301")
                .contains("access_record_20260302", "access_record_default");
        assertThat(records.storedByNode()).as("what was stored").isEqualTo(Map.of("n1", 2L, "n2", 1L));
    }

    @Test
    void storesALateRecordOfADayThatWasDeletedAndDeletesItAgain() {
        store("n1", at(0, "first.example"));
        Instant day = clock.instant();
        clock.move(Duration.ofDays(31));
        records.dropOld(clock.instant());
        ingest.store(Batches.of(Samples.batch("n1", 1, 1, List.of(Samples.record(day)))));
        assertThat(database.number("SELECT count(*) FROM access_record_default"))
                .isEqualTo(1);
        records.dropOld(clock.instant());
        assertThat(database.number("SELECT count(*) FROM access_record")).isZero();
    }

    @Test
    void deletesNothingForAClockThatIsFarAhead() {
        Instant right = clock.instant();
        store("n1", at(0, "before.example"));
        clock.move(Duration.ofDays(400));
        store("n2", Samples.withHost(Samples.record(right.plus(Duration.ofDays(20))), "meanwhile.example"));

        records.dropOld(right);

        assertThat(hosts(RecordFilter.ALL, 10)).containsExactly("meanwhile.example", "before.example");
    }

    private AccessRecord at(int second, String host) {
        return Samples.withHost(Samples.record(clock.instant().plusSeconds(second)), host);
    }

    private void store(String node, AccessRecord... many) {
        ingest.store(Batches.of(Samples.batch(node, 1, 0, List.of(many))));
    }

    private List<String> hosts(RecordFilter filter, int limit) {
        return records.newest(filter, limit).stream()
                .map(stored -> stored.record().host())
                .toList();
    }
}
