package dev.sluice.slave.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.Gap.Cause;
import dev.sluice.slave.alarm.Alarms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system of 1 MiB that somebody else fills. Left out where mounting one is not allowed. */
class FullDiskTest {
    @TempDir
    private Path folder;

    private final Alarms alarms = new Alarms(Samples.CLOCK);
    private final SpoolLimits limits = Samples.limits(10 << 20, 64 * 1024);
    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()))
                .isZero();
    }

    /** Once nobody uses it: this process may have a page of it in memory for some time. */
    @AfterEach
    void unmount() throws Exception {
        run("umount", "--lazy", disk.toString());
    }

    @Test
    void aFullDiskCostsRecordsThatAreCountedAndNothingElse() throws Exception {
        Path spoolFolder = disk.resolve("spool");
        long kept;
        try (RecordSpool spool = Samples.open(spoolFolder, limits, alarms)) {
            RecordSpoolTest.accept(spool, 0, 100);
            assertThat(AuditedTest.open(spool, "audited")).isTrue();
            RecordSpoolTest.awaitDurable(spool, 100);
            fill();
            RecordSpoolTest.accept(spool, 100, 1000);
            spool.accept(Samples.record("audited"));
            await().until(() -> spool.account().dropped() > 0 && spool.failing());
            assertThat(alarms.latest()).contains("is the disk full?", "No space left on device");
            assertThat(spool.drops()).extracting(Drop::cause).containsOnly(Cause.DISK);
            assertThat(AuditedTest.open(spool, "late")).isFalse();
            assertThat(spool.auditsRefused()).isOne();

            Files.delete(disk.resolve("filler"));
            await().atMost(Duration.ofSeconds(20)).until(() -> spool.audits() == 0);
            await().until(() -> alarms.latest().isEmpty());
            RecordSpoolTest.accept(spool, 1000, 1100);
            await().until(() -> RecordSpoolTest.waiting(spool).contains("id-1099"));
            assertThat(RecordSpoolTest.waiting(spool))
                    .startsWith(RecordSpoolTest.ids(0, 100).toArray(String[]::new))
                    .contains("audited")
                    .doesNotHaveDuplicates();
            kept = RecordSpoolTest.waiting(spool).size();
            assertThat(kept + spool.account().dropped()).isEqualTo(1101);
        }
        try (RecordSpool again = Samples.open(spoolFolder, limits, alarms)) {
            assertThat(RecordSpoolTest.waiting(again)).hasSize((int) kept);
            assertThat(again.account().generated()).isEqualTo(1101);
        }
    }

    /** What the master applied is deleted also where nothing can be written, or the disk would stay full. */
    @Test
    void aFullDiskStillForgetsWhatTheMasterApplied() throws Exception {
        try (RecordSpool spool = Samples.open(disk.resolve("spool"), limits, alarms)) {
            assertThat(AuditedTest.open(spool, "audited")).isTrue();
            spool.accept(Samples.record("audited"));
            RecordSpoolTest.accept(spool, 0, 1000);
            RecordSpoolTest.awaitDurable(spool, 1001);
            fill();
            new Master().takeAll(spool);
            await().until(() -> Samples.segments(disk.resolve("spool")).size() <= 1);
        }
    }

    @Test
    void startsOnAFullDisk() throws Exception {
        Path spoolFolder = disk.resolve("spool");
        try (RecordSpool spool = Samples.open(spoolFolder, limits, alarms)) {
            RecordSpoolTest.accept(spool, 0, 100);
        }
        fill();
        try (RecordSpool again = Samples.open(spoolFolder, limits, alarms)) {
            assertThat(RecordSpoolTest.waiting(again)).hasSize(100);
            assertThat(AuditedTest.open(again, "audited")).isFalse();
        }
    }

    private void fill() throws Exception {
        run("sh", "-c", "cat /dev/zero > '" + disk.resolve("filler") + "'");
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
