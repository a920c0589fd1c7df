package dev.sluice.slave.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.AccessRecordCodec;
import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.Gap;
import dev.sluice.jms.Gap.Cause;
import dev.sluice.jms.GapCodec;
import dev.sluice.jms.NodeState.Records;
import dev.sluice.jms.RecordBatch;
import dev.sluice.jms.RecordClass;
import dev.sluice.slave.alarm.Alarms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordSpoolTest {
    private static final Alarms ALARMS = new Alarms(Samples.CLOCK);

    @TempDir
    private Path folder;

    private final SpoolLimits roomy = Samples.limits(10 << 20, 4096);

    @Test
    void keepsRecordsInOrderOverARestart() throws Exception {
        try (RecordSpool spool = Samples.open(folder, roomy)) {
            accept(spool, 0, 100);
        }
        try (RecordSpool again = Samples.open(folder, roomy)) {
            assertThat(again.boot()).isEqualTo(1002);
            assertThat(waiting(again)).isEqualTo(ids(0, 100));
            assertThat(again.account()).isEqualTo(new Records(100, 0, 100, 0, onDisk()));
        }
    }

    @Test
    void countsWhatHadBegunAndHasNoRecordWhenTheNodeWasKilled() throws Exception {
        Path killed;
        try (RecordSpool spool = Samples.open(folder.resolve("start"), roomy)) {
            accept(spool, 0, 10);
            awaitDurable(spool, 10);
            for (int i = 0; i < 13; i++) {
                spool.begun();
            }
            killed = Samples.copy(folder.resolve("start"), folder.resolve("killed"));
        }
        for (int start = 0; start < 2; start++) {
            try (RecordSpool again = Samples.open(killed, roomy)) {
                assertThat(again.account().generated()).isEqualTo(13);
                assertThat(again.drops()).containsExactly(new Drop(RecordClass.UNKNOWN, Cause.KILLED, 3, 3 * start));
                await().until(() -> told(again));
            }
        }
    }

    @Test
    void sendsAnOlderBootFirstAndStartsEachBootAtZero() throws Exception {
        try (RecordSpool spool = Samples.open(folder, roomy)) {
            accept(spool, 0, 30);
        }
        try (RecordSpool again = Samples.open(folder, roomy)) {
            accept(again, 30, 40);
            awaitDurable(again, 40);
            List<RecordBatch> batches = batches(again);
            assertThat(batches).extracting(RecordBatch::boot).isSorted().contains(1001L, 1002L);
            assertThat(batches.stream().filter(batch -> batch.boot() == 1002).findFirst())
                    .hasValueSatisfying(batch -> assertThat(batch.first()).isZero());
            assertThat(waiting(again)).isEqualTo(ids(0, 40));
        }
    }

    @Test
    void freesOnlyWhatTheMasterApplied() throws Exception {
        try (RecordSpool spool = Samples.open(folder, roomy)) {
            accept(spool, 0, 100);
            awaitDurable(spool, 100);
            spool.applied(new AppliedMessage("slave-1", spool.boot(), 60));
            assertThat(waiting(spool)).isEqualTo(ids(60, 100));
            assertThat(spool.account().freed()).isEqualTo(60);
            assertThat(spool.account().spooled()).isEqualTo(40);
        }
        try (RecordSpool again = Samples.open(folder, roomy)) {
            assertThat(waiting(again)).isEqualTo(ids(60, 100));
            assertThat(again.account().freed()).isEqualTo(60);
        }
    }

    @Test
    void tellsHowLongRecordsWaitForTheMaster() throws Exception {
        try (RecordSpool spool = Samples.open(folder, roomy)) {
            assertThat(spool.waiting()).isZero();
            accept(spool, 0, 10);
            awaitDurable(spool, 10);
            Duration before = spool.waiting();
            assertThat(before).isPositive();
            assertThat(spool.waiting()).isGreaterThan(before);
            spool.applied(new AppliedMessage("slave-1", spool.boot(), 10));
            assertThat(spool.waiting()).isZero();
        }
    }

    @Test
    void deletesSegmentsThatAreAppliedWhole() throws Exception {
        try (RecordSpool spool = Samples.open(folder, roomy)) {
            accept(spool, 0, 200);
            awaitDurable(spool, 200);
            int before = Samples.segments(folder).size();
            assertThat(before).isGreaterThan(5);
            spool.applied(new AppliedMessage("slave-1", spool.boot(), 200));
            await().until(() -> Samples.segments(folder).size() <= 1);
        }
        try (RecordSpool again = Samples.open(folder, roomy)) {
            await().until(() -> Samples.segments(folder).isEmpty());
            assertThat(again.account()).isEqualTo(new Records(200, 200, 0, 0, 0));
        }
    }

    @Test
    void aRepeatedAnswerFreesNothingTwice() throws Exception {
        try (RecordSpool spool = Samples.open(folder, roomy)) {
            accept(spool, 0, 10);
            awaitDurable(spool, 10);
            spool.applied(new AppliedMessage("slave-1", spool.boot(), 5));
            spool.applied(new AppliedMessage("slave-1", spool.boot(), 5));
            assertThat(spool.account().freed()).isEqualTo(5);
        }
    }

    @Test
    void ignoresAndCountsAnAnswerForMoreThanThereIs() throws Exception {
        try (RecordSpool spool = Samples.open(folder, roomy)) {
            accept(spool, 0, 10);
            awaitDurable(spool, 10);
            spool.applied(new AppliedMessage("slave-1", spool.boot(), 11));
            spool.applied(new AppliedMessage("slave-1", 7, 3));
            assertThat(waiting(spool)).isEqualTo(ids(0, 10));
            assertThat(spool.strayAnswers()).isEqualTo(2);
        }
    }

    @Test
    void anOldBootIsFreedWholeWhenTheMasterHasMoreOfItThanTheDisk() throws Exception {
        try (RecordSpool spool = Samples.open(folder, roomy)) {
            accept(spool, 0, 10);
        }
        try (RecordSpool again = Samples.open(folder, roomy)) {
            again.applied(new AppliedMessage("slave-1", again.boot() - 1, 12));
            assertThat(again.account().freed()).isEqualTo(10);
            assertThat(waiting(again)).isEmpty();
        }
    }

    @Test
    void goesOnFromTheFirstThatIsLeftWhenTheMasterWentBackInTime() throws Exception {
        try (RecordSpool spool = Samples.open(folder, roomy)) {
            accept(spool, 0, 10);
            awaitDurable(spool, 10);
            spool.applied(new AppliedMessage("slave-1", spool.boot(), 6));
            spool.applied(new AppliedMessage("slave-1", spool.boot(), 2));
            assertThat(spool.answersBehind()).isOne();
            assertThat(waiting(spool)).isEqualTo(ids(6, 10));
            assertThat(batches(spool).get(0).gap()).isTrue();
        }
    }

    @Test
    void dropsAndCountsWhatDoesNotFit() throws Exception {
        SpoolLimits small = Samples.limits(8192, 2048);
        try (RecordSpool spool = Samples.open(folder, small)) {
            accept(spool, 0, 200);
            await().until(() -> spool.account().dropped() > 0 && settled(spool, 200) && told(spool));
            Records account = spool.account();
            assertThat(account.generated()).isEqualTo(200);
            assertThat(account.spooledBytes()).isLessThanOrEqualTo(8192).isEqualTo(onDisk());
            assertThat(waiting(spool)).isEqualTo(ids(0, (int) account.spooled()));
        }
        try (RecordSpool again = Samples.open(folder, small)) {
            assertThat(again.account().generated()).isEqualTo(200);
            assertThat(again.account().dropped()).isPositive();
        }
    }

    @Test
    void takesRecordsAgainOnceTheMasterTookSome() throws Exception {
        SpoolLimits small = Samples.limits(8192, 2048);
        try (RecordSpool spool = Samples.open(folder, small)) {
            accept(spool, 0, 200);
            await().until(() -> settled(spool, 200));
            long kept = spool.account().spooled();
            await().until(() -> told(spool));
            long gaps = gaps(spool).size();
            spool.applied(new AppliedMessage("slave-1", spool.boot(), kept + gaps));
            await().until(() -> spool.account().spooledBytes() < 4096);
            accept(spool, 200, 203);
            awaitDurable(spool, kept + 3);
            assertThat(waiting(spool)).isEqualTo(ids(200, 203));
            assertThat(batches(spool).get(0).first()).isEqualTo(kept + gaps);
        }
    }

    @Test
    void refusesAFolderThatIsInUse() throws Exception {
        try (RecordSpool spool = Samples.open(folder, roomy)) {
            assertThat(spool.boot()).isEqualTo(1001);
            assertThatThrownBy(() -> Samples.open(folder, roomy))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void refusesTheRecordsOfAnotherNode() throws Exception {
        try (RecordSpool spool = Samples.open(folder, roomy)) {
            accept(spool, 0, 1);
        }
        assertThatThrownBy(() -> RecordSpool.open(folder, "slave-2", roomy, ALARMS, Samples.CLOCK, Samples.THREADS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("'slave-1'");
    }

    @Test
    void beginsAHigherBootThanAnyBeforeWhenTheFolderIsLost() throws Exception {
        Path other = folder.resolve("other");
        try (RecordSpool spool = Samples.open(folder.resolve("one"), roomy)) {
            assertThat(spool.boot()).isEqualTo(1001);
        }
        java.time.Clock later = java.time.Clock.offset(Samples.CLOCK, java.time.Duration.ofMinutes(1));
        try (RecordSpool spool = RecordSpool.open(other, "slave-1", roomy, ALARMS, later, Samples.THREADS)) {
            assertThat(spool.boot()).isEqualTo(1061);
        }
    }

    @Test
    void countsWhatIsHandedOverAfterTheEnd() throws Exception {
        RecordSpool spool = Samples.open(folder, roomy);
        spool.close();
        spool.accept(Samples.record("late"));
        assertThat(spool.account().dropped()).isOne();
    }

    static void accept(RecordSpool spool, int from, int to) {
        ids(from, to).forEach(id -> spool.accept(Samples.record(id)));
    }

    static List<String> ids(int from, int to) {
        return java.util.stream.IntStream.range(from, to)
                .mapToObj(i -> "id-" + i)
                .toList();
    }

    /** Until so many records of this boot are safely on disk. */
    static void awaitDurable(RecordSpool spool, long records) {
        await().until(() -> durable(spool) >= records);
    }

    private static long durable(RecordSpool spool) throws Exception {
        Records account = spool.account();
        return account.freed() + waiting(spool).size();
    }

    /** Whether gaps tell all that was given up. */
    static boolean told(RecordSpool spool) {
        return spool.drops().stream().allMatch(drop -> drop.total() == drop.told());
    }

    private static boolean settled(RecordSpool spool, int records) throws Exception {
        return durable(spool) + spool.account().dropped() == records;
    }

    /** The request ids of all that would be sent, in order. */
    static List<String> waiting(RecordSpool spool) throws Exception {
        List<String> ids = new ArrayList<>();
        for (RecordBatch batch : batches(spool)) {
            ids.addAll(Samples.ids(batch));
        }
        return ids;
    }

    /** The gaps that would be sent, in order. */
    static List<Gap> gaps(RecordSpool spool) throws Exception {
        List<Gap> gaps = new ArrayList<>();
        for (RecordBatch batch : batches(spool)) {
            ByteBuffer frames = batch.frames().duplicate();
            while (frames.hasRemaining()) {
                if (GapCodec.isGap(frames, frames.position())) {
                    gaps.add(GapCodec.read(frames));
                } else {
                    AccessRecordCodec.skip(frames, 1);
                }
            }
        }
        return gaps;
    }

    static List<RecordBatch> batches(RecordSpool spool) throws IOException {
        List<RecordBatch> batches = new ArrayList<>();
        Position at = Position.START;
        try (SegmentReader reader = new SegmentReader(spool.node())) {
            Optional<Stretch> stretch;
            while ((stretch = spool.index().from(at)).isPresent()) {
                RecordBatch batch = reader.read(stretch.get(), 7, 256 * 1024);
                batches.add(batch);
                at = new Position(batch.boot(), batch.first() + batch.count());
            }
        }
        return batches;
    }

    private long onDisk() throws IOException {
        long bytes = 0;
        for (Path segment : Samples.segments(folder)) {
            bytes += Files.size(segment);
        }
        return bytes;
    }
}
