package dev.sluice.slave.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.NodeState.Records;
import dev.sluice.jms.RecordBatch;
import dev.sluice.slave.SetClock;
import dev.sluice.slave.alarm.Alarms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Any order of records of all classes, audited exchanges, answers, lost answers, restarts, kills with torn tails, damage and
 * age leaves each record in one place: stored once, or counted in a gap.
 */
class RandomOperationsTest {
    private static final long MAX_BYTES = 60_000;

    @TempDir
    private Path folder;

    private final Master master = new Master();
    private final SetClock clock = new SetClock();
    private final Alarms alarms = new Alarms(clock);
    private final SpoolLimits limits =
            new SpoolLimits(MAX_BYTES, 3_000, 100_000, Duration.ofMillis(5), Duration.ofHours(1), Duration.ofMillis(5));
    private final List<String> accepted = new ArrayList<>();
    private final List<String> audited = new ArrayList<>();
    private final List<String> begun = new ArrayList<>();
    private Path current;
    private RecordSpool spool;
    private int copies;
    /** Bytes flipped: how many records were where they are gone is not always known. */
    private boolean damaged;

    @BeforeEach
    void open() throws IOException {
        current = folder.resolve("start");
        spool = Samples.open(current, limits, alarms, clock);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyRecordEndsInExactlyOnePlace(long seed) throws Exception {
        goOn(new Random(seed), 11);
        checkEnd();
    }

    /** Where no record is given up that the master may have, all figures agree. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyRecordIsCountedExactlyWhereNoneIsDamagedOrTooOld(long seed) throws Exception {
        goOn(new Random(seed), 9);
        checkEnd();
        Records account = spool.account();
        assertThat(account.freed()).isEqualTo(master.stored().size());
        assertThat(account.dropped()).isEqualTo(master.givenUp());
        assertThat(account.generated()).isEqualTo(accepted.size() + audited.size() - begun.size());
    }

    private void goOn(Random random, int operations) throws Exception {
        for (int step = 0; step < 50; step++) {
            switch (random.nextInt(operations)) {
                case 0, 1, 2 -> accept(random.nextInt(80), random);
                case 3 -> audit(random.nextInt(5), random);
                case 4, 5 -> deliver(random.nextInt(10), random.nextInt(4) > 0);
                case 6 -> spool.applied(new AppliedMessage("slave-1", spool.boot(), 1L << 40));
                case 7 -> restart();
                case 8 -> kill(random.nextBoolean(), random);
                case 9 -> age();
                default -> damage(random);
            }
            addsUp();
        }
        settle();
        await().until(() -> {
            List<Drop> before = spool.drops(); // what is told by then is delivered now
            deliver(Integer.MAX_VALUE, true); // again where there is a hole, and for the gap that tells of it
            return waiting() == 0
                    && RecordSpoolTest.told(spool)
                    && spool.drops().equals(before);
        });
        spool.close();
    }

    private void accept(int count, Random random) {
        for (int i = 0; i < count; i++) {
            String id = "id-" + accepted.size();
            accepted.add(id);
            spool.begun();
            spool.accept(Samples.record(id, random.nextInt(4) == 0 ? "block" : "allow", ""));
        }
    }

    /** Begins audited exchanges, and ends some that had begun. */
    private void audit(int count, Random random) throws Exception {
        for (int i = 0; i < count; i++) {
            String id = "audited-" + audited.size();
            if (AuditedTest.open(spool, id)) {
                spool.begun();
                audited.add(id);
                begun.add(id);
            }
        }
        while (!begun.isEmpty() && random.nextInt(4) > 0) {
            spool.accept(Samples.record(begun.remove(random.nextInt(begun.size()))));
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
        begun.clear(); // the proxy would end them; here the node forgets them
        reopen();
    }

    private void reopen() throws IOException {
        spool = Samples.open(current, limits, alarms, clock);
        long exchanges = accepted.size() + audited.size();
        if (damaged) {
            assertThat(spool.account().generated()).isGreaterThanOrEqualTo(exchanges);
        } else {
            assertThat(spool.account().generated()).isEqualTo(exchanges);
        }
    }

    /** An hour passes; what is on disk is too old then. */
    private void age() throws Exception {
        restart();
        for (Path segment : Samples.segments(current)) {
            Files.setLastModifiedTime(segment, FileTime.from(clock.instant()));
        }
        clock.pass(Duration.ofMinutes(61));
        await().until(() -> spool.account().spooled() == waiting());
    }

    /** A byte flips in what is safely on disk. */
    private void damage(Random random) throws Exception {
        spool.close();
        begun.clear();
        List<Path> segments = Samples.segments(current);
        if (!segments.isEmpty()) {
            Path file = segments.get(random.nextInt(segments.size()));
            byte[] bytes = Files.readAllBytes(file);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bytes);
            damaged = true;
        }
        reopen();
    }

    /**
     * Goes on with a copy of the files, torn at any byte behind what is safe. What was not safe yet is lost, and counted,
     * whatever else happens to it in the original.
     */
    private void kill(boolean settled, Random random) throws Exception {
        if (settled) {
            settle();
        }
        Path copy = Samples.copy(current, folder.resolve("copy-" + copies++));
        spool.close();
        tear(copy, settled, random);
        current = copy;
        begun.clear();
        reopen();
    }

    private static void tear(Path copy, boolean settled, Random random) throws IOException {
        List<Path> segments = Samples.segments(copy);
        if (settled && !segments.isEmpty()) {
            byte[] torn = new byte[random.nextInt(300)];
            random.nextBytes(torn);
            AccessRecord record = Samples.record("torn");
            int most = Samples.frameLength(record) - 1;
            byte[] part = Samples.frame(record, random.nextInt(most));
            Path last = segments.get(segments.size() - 1);
            Files.write(last, random.nextBoolean() ? part : torn, StandardOpenOption.APPEND);
        }
    }

    private void settle() {
        await().until(() -> spool.account().spooled() == waiting());
    }

    private long waiting() throws Exception {
        return RecordSpoolTest.waiting(spool).size();
    }

    private void addsUp() {
        Records account = spool.account();
        assertThat(account.freed() + account.spooled() + account.dropped()).isEqualTo(account.generated());
        assertThat(account.spooledBytes()).isLessThanOrEqualTo(MAX_BYTES);
    }

    private void checkEnd() {
        List<String> stored = master.stored();
        assertThat(stored).doesNotHaveDuplicates();
        Set<String> absent = new HashSet<>(accepted);
        absent.addAll(audited);
        begun.forEach(absent::remove);
        stored.forEach(absent::remove);
        Records account = spool.account();
        assertThat((long) absent.size()).isLessThanOrEqualTo(account.dropped());
        assertThat(master.givenUp()).isLessThanOrEqualTo(account.dropped());
        assertThat(account.spooled()).isZero();
        assertThat((long) stored.size()).isGreaterThanOrEqualTo(account.freed());
    }
}
