package dev.sluice.slave.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.NodeState.Records;
import dev.sluice.jms.RecordBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any order of records, answers, lost answers, restarts and crashes leaves each record in exactly one place. */
class RandomOperationsTest {
    @TempDir
    private Path folder;

    private final Master master = new Master();
    private final Set<String> mayBeLost = new HashSet<>();
    private final List<String> accepted = new ArrayList<>();
    private final SpoolLimits limits = Samples.limits(60_000, 3_000);
    private Path current;
    private RecordSpool spool;
    private int copies;
    /** Drops that a crash forgot: the count is written a few times a second. */
    private long countsLost;

    @BeforeEach
    void open() throws IOException {
        current = folder.resolve("start");
        spool = Samples.open(current, limits);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyRecordEndsInExactlyOnePlace(long seed) throws Exception {
        Random random = new Random(seed);
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> accept(random.nextInt(80));
                case 3, 4 -> deliver(random.nextInt(10), random.nextInt(4) > 0);
                case 5 -> spool.applied(new AppliedMessage("slave-1", spool.boot(), 1L << 40));
                case 6 -> restart();
                default -> crash(random.nextBoolean());
            }
            addsUp();
        }
        settle();
        deliver(Integer.MAX_VALUE, true);
        spool.close();
        checkEnd();
    }

    private void accept(int count) {
        for (int i = 0; i < count; i++) {
            String id = "id-" + accepted.size();
            accepted.add(id);
            spool.accept(Samples.record(id));
        }
    }

    /** Hands some batches to the master, and its answers back unless they are lost. */
    private void deliver(int most, boolean answersArrive) throws Exception {
        List<RecordBatch> batches = RecordSpoolTest.batches(spool);
        for (RecordBatch batch : batches.subList(0, Math.min(most, batches.size()))) {
            AppliedMessage answer = master.store(batch);
            if (answersArrive) {
                spool.applied(answer);
            }
        }
    }

    private void restart() throws Exception {
        spool.close();
        spool = Samples.open(current, limits);
    }

    /** Goes on with a copy of the files. What was not safe yet may be lost, whatever else happens to it in the original. */
    private void crash(boolean settled) throws Exception {
        if (settled) {
            settle();
        }
        Records before = spool.account();
        Path copy = Samples.copy(current, folder.resolve("copy-" + copies++));
        spool.close();
        if (!settled) {
            mayBeLost.addAll(accepted.subList((int) Math.max(0, accepted.size() - before.spooled()), accepted.size()));
        }
        current = copy;
        spool = Samples.open(current, limits);
        countsLost += before.dropped() - spool.account().dropped();
    }

    private void settle() {
        await().until(() -> spool.account().spooled()
                == RecordSpoolTest.batches(spool).stream()
                        .mapToLong(RecordBatch::count)
                        .sum());
    }

    private void addsUp() {
        Records account = spool.account();
        assertThat(account.freed() + account.spooled() + account.dropped()).isEqualTo(account.generated());
        assertThat(account.generated()).isLessThanOrEqualTo(accepted.size());
        assertThat(account.spooledBytes()).isLessThanOrEqualTo(60_000);
    }

    private void checkEnd() {
        List<String> stored = master.stored();
        assertThat(stored).doesNotHaveDuplicates();
        assertThat(master.missing()).isZero();
        Set<String> absent = new HashSet<>(accepted);
        stored.forEach(absent::remove);
        absent.removeAll(mayBeLost);
        assertThat((long) absent.size()).isLessThanOrEqualTo(spool.account().dropped() + countsLost);
        assertThat(spool.account().spooled()).isZero();
        assertThat((long) stored.size()).isGreaterThanOrEqualTo(spool.account().freed());
    }
}
