package dev.sluice.slave.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.RecordBatch;
import dev.sluice.slave.SetClock;
import dev.sluice.slave.alarm.Alarms;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of a backup, or of a machine that was set back to a snapshot: the master knows more of the node than the node does. */
class RestoredFolderTest {
    @TempDir
    private Path folder;

    private final SetClock clock = new SetClock();
    private final Alarms alarms = new Alarms(clock);
    private final Master master = new Master();

    @Test
    void whatIsMadeInItIsStoredOnceAsWell() throws Exception {
        Path live = folder.resolve("live");
        record(live, 0, 10);
        Path backup = Samples.copy(live, folder.resolve("backup"));
        clock.pass(Duration.ofHours(1));
        record(live, 10, 50);
        clock.pass(Duration.ofHours(1));
        record(backup, 50, 80);
        assertThat(master.stored()).containsExactlyElementsOf(RecordSpoolTest.ids(0, 80));
    }

    /** A life of the node in which it makes records and sends them. */
    private void record(Path in, int from, int to) throws Exception {
        try (RecordSpool spool = Samples.open(in, Samples.limits(1 << 20, 4096), alarms, clock)) {
            RecordSpoolTest.accept(spool, from, to);
            RecordSpoolTest.awaitDurable(spool, to - from);
            for (RecordBatch batch : RecordSpoolTest.batches(spool)) {
                spool.applied(master.store(batch));
            }
        }
    }
}
