package dev.sluice.slave.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.AccessRecordCodec;
import dev.sluice.jms.RecordBatch;
import dev.sluice.jms.RecordClass;
import dev.sluice.slave.alarm.Alarms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An exchange that was opened has one record, whenever the node is killed. */
class AuditedTest {
    @TempDir
    private Path folder;

    private final SpoolLimits roomy = Samples.limits(10 << 20, 4096);
    private final Alarms alarms = new Alarms(Samples.CLOCK);

    @Test
    void hasTheRecordOfItsEnd() throws Exception {
        try (RecordSpool spool = Samples.open(folder, roomy)) {
            assertThat(open(spool, "a")).isTrue();
            assertThat(spool.audits()).isOne();
            spool.accept(Samples.record("a"));
            RecordSpoolTest.awaitDurable(spool, 1);
            await().until(() -> spool.audits() == 0);
        }
        try (RecordSpool again = Samples.open(folder, roomy)) {
            assertThat(RecordSpoolTest.waiting(again)).containsExactly("a");
            assertThat(Files.size(folder.resolve("openings"))).isZero();
        }
    }

    @Test
    void isOnDiskAtTheMomentThatTheOpeningIsSaidToBeSafe() throws Exception {
        try (RecordSpool spool = Samples.open(folder.resolve("a"), roomy)) {
            assertThat(open(spool, "a")).isTrue();
            Path killed = Samples.copy(folder.resolve("a"), folder.resolve("b"));
            try (RecordSpool again = Samples.open(killed, roomy)) {
                RecordSpoolTest.awaitDurable(again, 1);
                assertThat(records(again)).containsExactly(stopped("a"));
                assertThat(again.account().generated()).isOne();
            }
        }
    }

    @Test
    void hasOneRecordWhereverTheNodeIsKilled() throws Exception {
        Path live = folder.resolve("live");
        List<Path> kills = new ArrayList<>();
        try (RecordSpool spool = Samples.open(live, Samples.limits(10 << 20, 1000))) {
            for (int i = 0; i < 6; i++) {
                assertThat(open(spool, "id-" + i)).isTrue();
                kills.add(Samples.copy(live, folder.resolve("open-" + i)));
                spool.accept(Samples.record("id-" + i));
                kills.add(Samples.copy(live, folder.resolve("ended-" + i)));
                RecordSpoolTest.awaitDurable(spool, i + 1);
                kills.add(Samples.copy(live, folder.resolve("safe-" + i)));
            }
        }
        for (int i = 0; i < kills.size(); i++) {
            int opened = i / 3 + 1;
            try (RecordSpool again = Samples.open(kills.get(i), roomy)) {
                RecordSpoolTest.awaitDurable(again, opened);
                assertThat(RecordSpoolTest.waiting(again))
                        .as("%s", kills.get(i))
                        .containsExactlyElementsOf(RecordSpoolTest.ids(0, opened));
            }
        }
    }

    /** The node was killed between the record and the note that it is there. */
    @Test
    void isNotRecordedAgainWhenItsRecordIsOnTheDisk() throws Exception {
        Path live = folder.resolve("live");
        try (RecordSpool spool = Samples.open(live, roomy)) {
            assertThat(open(spool, "a")).isTrue();
            byte[] before = Files.readAllBytes(live.resolve("openings"));
            spool.accept(Samples.record("a"));
            RecordSpoolTest.awaitDurable(spool, 1);
            Path killed = Samples.copy(live, folder.resolve("killed"));
            Files.write(killed.resolve("openings"), before);
            try (RecordSpool again = Samples.open(killed, roomy)) {
                assertThat(again.audits()).isZero();
                assertThat(records(again)).containsExactly(Samples.record("a"));
            }
        }
    }

    @Test
    void isWholeOrAbsentWhereverItsOpeningIsTorn() throws Exception {
        Path live = folder.resolve("live");
        byte[] one;
        byte[] both;
        try (RecordSpool spool = Samples.open(live, roomy)) {
            open(spool, "a");
            one = Files.readAllBytes(live.resolve("openings"));
            open(spool, "b");
            both = Files.readAllBytes(live.resolve("openings"));
        }
        for (int length = one.length; length < both.length; length += 3) {
            Path torn = Files.createDirectory(folder.resolve("torn-" + length));
            Files.write(torn.resolve("openings"), Arrays.copyOf(both, length));
            try (Openings openings = new Openings(torn)) {
                assertThat(openings.records()).as("torn at %d", length).containsExactly(stopped("a"));
            }
        }
    }

    @Test
    void isKeptBehindADamagedOne() throws Exception {
        try (Openings openings = new Openings(folder)) {
            for (String id : List.of("a", "b", "c")) {
                openings.open(Samples.record(id));
            }
            openings.sync();
        }
        byte[] bytes = Files.readAllBytes(folder.resolve("openings"));
        bytes[100] ^= 1;
        Files.write(folder.resolve("openings"), bytes);
        try (Openings again = new Openings(folder)) {
            assertThat(again.records()).containsExactlyInAnyOrder(Samples.record("b"), Samples.record("c"));
        }
    }

    @Test
    void isRefusedWhenTheSpoolHasNoRoomForItsRecord() throws Exception {
        SpoolLimits small = Samples.limits(64 * 1024, 2048);
        try (RecordSpool spool = Samples.open(folder, small)) {
            List<Boolean> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(open(spool, "id-" + i));
            }
            int opened = answers.indexOf(false);
            assertThat(opened).isBetween(10, 60);
            assertThat(spool.auditsRefused()).isEqualTo(100 - opened);
            RecordSpoolTest.accept(spool, 1000, 2000);
            for (int i = 0; i < opened; i++) {
                spool.accept(Samples.record("id-" + i));
            }
            await().until(() -> spool.audits() == 0);
            assertThat(RecordSpoolTest.waiting(spool)).containsAll(RecordSpoolTest.ids(0, opened));
            assertThat(spool.drops()).noneMatch(drop -> drop.of() == RecordClass.AUDITED);
            assertThat(spool.account().spooledBytes()).isLessThanOrEqualTo(64 * 1024);
        }
    }

    @Test
    void isRefusedWhileTheDiskTakesNothingAndOthersGoOn() throws Exception {
        Path openings = Files.createSymbolicLink(folder.resolve("openings"), Path.of("/dev/full"));
        try (RecordSpool spool = Samples.open(folder, roomy, alarms)) {
            assertThat(open(spool, "a")).isFalse();
            assertThat(spool.failing()).isTrue();
            assertThat(alarms.latest()).contains("is the disk full?", "No space left on device");
            await().until(() -> {
                RecordSpoolTest.accept(spool, 0, 1);
                return !RecordSpoolTest.waiting(spool).isEmpty();
            });
            assertThat(Files.isSymbolicLink(openings)).isTrue();
        }
    }

    @Test
    void anAuditedRecordWaitsUntilTheDiskTakesItAgain() throws Exception {
        try (RecordSpool spool = Samples.open(folder, roomy, alarms)) {
            assertThat(open(spool, "a")).isTrue();
            Path hindrance =
                    Files.createDirectory(Segment.empty(folder, spool.boot(), 0).file());
            spool.accept(Samples.record("plain"));
            spool.accept(Samples.record("a"));
            await().until(() -> spool.account().dropped() == 1);
            assertThat(spool.failing()).isTrue();
            assertThat(spool.audits()).isOne();
            Files.delete(hindrance);
            RecordSpoolTest.awaitDurable(spool, 1);
            await().until(() -> spool.audits() == 0);
            assertThat(RecordSpoolTest.waiting(spool)).containsExactly("a");
            await().until(() -> alarms.latest().isEmpty());
        }
    }

    @Test
    void theFileOfOpeningsStaysShort() throws Exception {
        try (Openings openings = new Openings(folder)) {
            openings.open(Samples.record("stays"));
            for (int i = 0; i < 10_000; i++) {
                openings.open(Samples.record("id-" + i));
                openings.settle("id-" + i);
                if (i % 500 == 0) {
                    openings.sync();
                }
            }
            openings.sync();
            assertThat(Files.size(folder.resolve("openings"))).isLessThan(1_200_000);
        }
        try (Openings again = new Openings(folder)) {
            assertThat(again.records()).containsExactly(Samples.record("stays"));
        }
    }

    @Test
    void theFileOfOpeningsStaysGoodWhenItCannotBeWrittenAnew() throws Exception {
        Path old = Files.createDirectory(folder.resolve("old"));
        Path live = Files.createDirectory(folder.resolve("live"));
        try (Openings openings = new Openings(live)) {
            for (int i = 0; i < 7_000; i++) {
                openings.open(Samples.record("id-" + i));
                openings.settle("id-" + i);
            }
            openings.open(Samples.record("ends"));
            openings.open(Samples.record("stays"));
            Files.move(live.resolve("openings"), old.resolve("openings"));
            Files.createFile(Files.createDirectory(live.resolve("openings")).resolve("hindrance"));
            assertThatThrownBy(openings::sync).isInstanceOf(IOException.class);
            openings.settle("ends");
        }
        try (Openings again = new Openings(old)) {
            assertThat(again.records()).containsExactly(Samples.record("stays"));
        }
    }

    static boolean open(RecordSpool spool, String id) throws Exception {
        CompletableFuture<Boolean> safe = spool.open(stopped(id));
        return safe.get(10, TimeUnit.SECONDS);
    }

    static AccessRecord stopped(String id) {
        return Samples.record(id, "allow", "node-stopped");
    }

    private static List<AccessRecord> records(RecordSpool spool) throws Exception {
        List<AccessRecord> records = new ArrayList<>();
        for (RecordBatch batch : RecordSpoolTest.batches(spool)) {
            records.addAll(AccessRecordCodec.readAll(batch));
        }
        return records;
    }
}
