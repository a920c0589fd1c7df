package dev.sluice.slave.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.Gap;
import dev.sluice.jms.Gap.Cause;
import dev.sluice.jms.NodeState.Records;
import dev.sluice.jms.RecordClass;
import dev.sluice.slave.SetClock;
import dev.sluice.slave.alarm.Alarms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is given up is chosen by class, counted by class and cause, and told in gaps with sequences of their own. */
class GivenUpTest {
    @TempDir
    private Path folder;

    private final SetClock clock = new SetClock();
    private final Alarms alarms = new Alarms(clock);
    private final SpoolLimits small = Samples.limits(32 * 1024, 2048);

    @Test
    void aFullSpoolGivesUpAllowedOnesFirstThenRefusedOnesAndNeverAuditedOnes() throws Exception {
        try (RecordSpool spool = open(small)) {
            AuditedTest.open(spool, "audited");
            accept(spool, "allowed", 200, "allow", "");
            await().until(() -> dropped(spool, RecordClass.ALLOWED) > 0);
            long kept = spool.account().spooled();
            accept(spool, "blocked", 5, "block", "");
            accept(spool, "failed", 5, "allow", "dns");
            spool.accept(Samples.record("audited"));
            await().until(() -> spool.audits() == 0);
            assertThat(dropped(spool, RecordClass.REFUSED)).isZero();
            assertThat(RecordSpoolTest.waiting(spool)).contains("blocked-0", "blocked-4", "failed-4", "audited");

            accept(spool, "more", 200, "block", "");
            await().until(() -> dropped(spool, RecordClass.REFUSED) > 0);
            assertThat(AuditedTest.open(spool, "late")).isTrue();
            spool.accept(Samples.record("late"));
            await().until(() -> spool.audits() == 0);
            assertThat(RecordSpoolTest.waiting(spool)).contains("late");
            assertThat(dropped(spool, RecordClass.AUDITED)).isZero();
            assertThat(spool.account().spooled()).isGreaterThan(kept);
            assertThat(alarms.latest()).contains("The spool is full");
        }
    }

    @Test
    void tellsInGapsHowManyOfWhichClassAndWhy() throws Exception {
        Records account;
        try (RecordSpool spool = open(small)) {
            accept(spool, "allowed", 300, "allow", "");
            accept(spool, "blocked", 300, "block", "");
            await().until(() -> dropped(spool, RecordClass.REFUSED) > 0);
            account = settled(spool, 600);
        }
        try (RecordSpool again = open(small)) {
            List<Gap> gaps = RecordSpoolTest.gaps(again);
            assertThat(gaps).extracting(Gap::cause).containsOnly(Cause.FULL);
            Map<RecordClass, Long> told =
                    gaps.stream().collect(Collectors.groupingBy(Gap::of, Collectors.summingLong(Gap::records)));
            assertThat(told)
                    .containsEntry(RecordClass.ALLOWED, dropped(again, RecordClass.ALLOWED))
                    .containsEntry(RecordClass.REFUSED, dropped(again, RecordClass.REFUSED));
            assertThat(told.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(account.dropped());
            assertThat(again.account().generated()).isEqualTo(600);
            assertThat(again.account().spooled())
                    .isEqualTo(RecordSpoolTest.waiting(again).size());
        }
    }

    @Test
    void aGapIsNotARecordOfTheAccount() throws Exception {
        try (RecordSpool spool = open(small)) {
            accept(spool, "allowed", 300, "allow", "");
            settled(spool, 300);
            await().until(() -> !RecordSpoolTest.gaps(spool).isEmpty());
            Records before = spool.account();
            new Master().takeAll(spool);
            assertThat(spool.account().spooled()).isZero();
            assertThat(spool.account().freed()).isEqualTo(before.spooled());
            assertThat(spool.account().generated()).isEqualTo(300);
        }
    }

    /** The state file is behind what the gaps say, as after kill -9. */
    @Test
    void countsNothingTwiceWhenTheStateIsBehindTheGaps() throws Exception {
        Path live = folder.resolve("live");
        try (RecordSpool spool = Samples.open(live, small, alarms)) {
            byte[] before = Files.readAllBytes(live.resolve("state"));
            accept(spool, "allowed", 300, "allow", "");
            Records account = settled(spool, 300);
            await().until(() -> told(spool) == account.dropped());
            Path killed = Samples.copy(live, folder.resolve("killed"));
            Files.write(killed.resolve("state"), before);
            try (RecordSpool again = Samples.open(killed, small, alarms)) {
                assertThat(again.account().dropped()).isEqualTo(account.dropped());
                accept(again, "more", 1, "allow", "");
                await().until(() -> again.account().dropped() == account.dropped() + 1);
                await().until(() -> told(again) == account.dropped() + 1);
            }
        }
    }

    @Test
    void givesUpWhatIsTooOldAndGoesOnWithTheRest() throws Exception {
        SpoolLimits aging = aging(Duration.ofDays(1));
        try (RecordSpool spool = Samples.open(folder, aging, alarms, clock)) {
            AuditedTest.open(spool, "audited");
            accept(spool, "allowed", 30, "allow", "");
            accept(spool, "blocked", 5, "block", "");
            spool.accept(Samples.record("audited"));
            RecordSpoolTest.awaitDurable(spool, 36);
            spool.applied(new AppliedMessage("slave-1", spool.boot(), 10));
        }
        for (Path segment : Samples.segments(folder)) {
            Files.setLastModifiedTime(segment, FileTime.from(clock.instant()));
        }
        clock.pass(Duration.ofHours(23));
        try (RecordSpool again = Samples.open(folder, aging, alarms, clock)) {
            accept(again, "young", 1, "allow", "");
            RecordSpoolTest.awaitDurable(again, 37);
            clock.pass(Duration.ofHours(2));
            await().until(() -> RecordSpoolTest.waiting(again).equals(List.of("young-0")));
            assertThat(again.drops())
                    .extracting(Drop::of, Drop::cause, Drop::total)
                    .containsExactlyInAnyOrder(
                            tuple(RecordClass.ALLOWED, Cause.AGE, 20L),
                            tuple(RecordClass.REFUSED, Cause.AGE, 5L),
                            tuple(RecordClass.AUDITED, Cause.AGE, 1L));
            assertThat(again.account()).returns(37L, Records::generated).returns(26L, Records::dropped);
            assertThat(alarms.latest()).contains("max-age");
            again.applied(new AppliedMessage("slave-1", again.boot() - 1, 20)); // it had been under way
            assertThat(again.answersBehind()).isZero();
        }
        try (RecordSpool again = Samples.open(folder, aging, alarms, clock)) {
            assertThat(again.account().dropped()).isEqualTo(26);
            assertThat(RecordSpoolTest.gaps(again).stream()
                            .mapToLong(Gap::records)
                            .sum())
                    .isEqualTo(26);
        }
    }

    @Test
    void endsASegmentThatGrowsForTooLongSoThatNewRecordsDoNotKeepOldOnes() {
        Expiry expiry = new Expiry(
                new SpoolIndex(
                        1,
                        List.of(),
                        new SpoolState(0, 0, List.of(), new TreeMap<>(), new TreeMap<>()),
                        List.of(),
                        clock),
                Duration.ofHours(8),
                clock);
        Optional<Segment> growing = Optional.of(Segment.empty(folder, 1, 0));
        assertThat(expiry.isLongOpen(growing)).isFalse();
        clock.pass(Duration.ofMinutes(59));
        assertThat(expiry.isLongOpen(growing)).isFalse();
        clock.pass(Duration.ofMinutes(2));
        assertThat(expiry.isLongOpen(growing)).isTrue();
        assertThat(expiry.isLongOpen(Optional.of(Segment.empty(folder, 1, 9)))).isFalse();
    }

    @Test
    void countsTheEndOfABootThatIsGoneFromTheDisk() throws Exception {
        try (RecordSpool spool = open(small)) {
            accept(spool, "allowed", 40, "allow", "");
            RecordSpoolTest.awaitDurable(spool, 40);
        }
        List<Path> segments = Samples.segments(folder);
        Files.delete(segments.get(segments.size() - 1));
        try (RecordSpool again = open(small)) {
            long left = RecordSpoolTest.waiting(again).size();
            assertThat(left).isLessThan(40);
            assertThat(again.drops())
                    .extracting(Drop::of, Drop::cause, Drop::total)
                    .containsExactly(tuple(RecordClass.UNKNOWN, Cause.DAMAGE, 40 - left));
            assertThat(again.account().generated()).isEqualTo(40);
            assertThat(alarms.latest()).contains("damaged on the disk");
        }
    }

    @Test
    void countsAHoleAsSoonAsItIsFoundAndOnce() throws Exception {
        try (RecordSpool spool = open(small)) {
            accept(spool, "allowed", 40, "allow", "");
            RecordSpoolTest.awaitDurable(spool, 40);
        }
        List<Path> segments = Samples.segments(folder);
        Files.delete(segments.get(1));
        try (RecordSpool again = open(small)) {
            long lost = 40 - RecordSpoolTest.waiting(again).size();
            assertThat(lost).isPositive();
            assertThat(again.account()).returns(40L, Records::generated).returns(lost, Records::dropped);
            new Master().takeAll(again);
            assertThat(again.account()).returns(40L, Records::generated).returns(lost, Records::dropped);
            await().until(() -> told(again) == lost);
            assertThat(RecordSpoolTest.gaps(again))
                    .extracting(Gap::of, Gap::cause)
                    .containsExactly(tuple(RecordClass.UNKNOWN, Cause.DAMAGE));
        }
    }

    private RecordSpool open(SpoolLimits limits) throws IOException {
        return Samples.open(folder, limits, alarms);
    }

    private static SpoolLimits aging(Duration maxAge) {
        return new SpoolLimits(1 << 20, 2048, 1000, Duration.ofMillis(5), maxAge, Duration.ofMillis(5));
    }

    private static long dropped(RecordSpool spool, RecordClass of) {
        return spool.drops().stream()
                .filter(drop -> drop.of() == of)
                .mapToLong(Drop::total)
                .sum();
    }

    private static long told(RecordSpool spool) {
        return spool.drops().stream().mapToLong(Drop::told).sum();
    }

    private static Records settled(RecordSpool spool, long generated) {
        await().until(() -> {
            Records account = spool.account();
            return account.generated() == generated
                    && account.spooled() == RecordSpoolTest.waiting(spool).size();
        });
        return spool.account();
    }

    private static void accept(RecordSpool spool, String id, int count, String action, String error) {
        for (int i = 0; i < count; i++) {
            spool.accept(Samples.record(id + "-" + i, action, error));
        }
    }
}
