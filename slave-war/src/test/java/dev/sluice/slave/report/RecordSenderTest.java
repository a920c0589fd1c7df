package dev.sluice.slave.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.RecordBatch;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordSenderTest {
    private static final SendPace QUICK = new SendPace(
            10, 4096, Duration.ofMillis(20), 4, Duration.ofMillis(100), Duration.ofMillis(400), Duration.ofMillis(20));

    @TempDir
    private Path folder;

    private final Master master = new Master();
    private final List<RecordBatch> seen = new CopyOnWriteArrayList<>();
    private RecordSpool spool;

    @BeforeEach
    void open() throws IOException {
        spool = Samples.open(folder, Samples.limits(1 << 20, 4096));
    }

    @AfterEach
    void close() throws IOException {
        spool.close();
    }

    private void answer(RecordBatch batch) throws IOException {
        seen.add(batch);
        try {
            spool.applied(master.store(batch));
        } catch (dev.sluice.jms.MalformedMessageException e) {
            throw new IOException(e);
        }
    }

    @Test
    void sendsAllOnceToAMasterThatAnswers() {
        try (RecordSender sender = new RecordSender(spool, this::answer, QUICK, Samples.THREADS)) {
            sender.start();
            RecordSpoolTest.accept(spool, 0, 300);
            awaitStored(300);
            await().until(() -> spool.account().freed() == 300);
        }
        assertThat(seen.stream().mapToInt(RecordBatch::count).sum()).isEqualTo(300);
        assertThat(seen).allSatisfy(batch -> assertThat(batch.count()).isLessThanOrEqualTo(10));
        assertThat(seen)
                .allSatisfy(batch -> assertThat(batch.frames().remaining()).isLessThanOrEqualTo(4096));
    }

    @Test
    void sendsAFewBatchesAheadOfTheAnswersAndThenOneAtATime() {
        RecordSpoolTest.accept(spool, 0, 300);
        RecordSpoolTest.awaitDurable(spool, 300);
        try (RecordSender sender = new RecordSender(spool, seen::add, QUICK, Samples.THREADS)) {
            sender.start();
            await().until(() -> sender.resends() >= 3);
        }
        assertThat(seen.subList(0, 4)).extracting(RecordBatch::first).isSorted().doesNotHaveDuplicates();
        assertThat(seen.subList(4, seen.size()))
                .allSatisfy(batch -> assertThat(batch.first()).isZero());
    }

    @Test
    void losesNothingWhenBrokerBatchesAndAnswersFailAtRandom() {
        Random random = new Random(7);
        RecordOutlet flaky = batch -> {
            switch (random.nextInt(6)) {
                case 0 -> throw new IOException("the broker is away");
                case 1 -> seen.add(batch); // lost on the way
                case 2 -> storeSilently(batch); // the answer is lost
                default -> answer(batch);
            }
        };
        try (RecordSender sender = new RecordSender(spool, flaky, QUICK, Samples.THREADS)) {
            sender.start();
            RecordSpoolTest.accept(spool, 0, 400);
            awaitStored(400);
            await().atMost(Duration.ofSeconds(60)).until(() -> spool.account().spooled() == 0);
            assertThat(sender.failures()).isPositive();
        }
        assertThat(master.missing()).isZero();
    }

    @Test
    void sendsWhatABrokerHasLostWhenItIsBackAndNotWhenItsPatienceEnds() {
        Duration never = Duration.ofHours(1);
        SendPace patient = new SendPace(10, 4096, Duration.ofMillis(20), 1, never, never, Duration.ofMillis(20));
        RecordOutlet forgetful = batch -> {
            if (seen.isEmpty()) {
                seen.add(batch);
            } else {
                answer(batch);
            }
        };
        try (RecordSender sender = new RecordSender(spool, forgetful, patient, Samples.THREADS)) {
            sender.start();
            RecordSpoolTest.accept(spool, 0, 30);
            await().until(() -> seen.size() == 1);

            sender.sendAgain();

            awaitStored(30);
        }
        assertThat(seen.get(1).first()).isZero();
    }

    @Test
    void sendsAtOnceWhenTheMasterSaysWhereItIsAfterALongSilence() {
        Duration never = Duration.ofHours(1);
        SendPace slowing =
                new SendPace(10, 4096, Duration.ofMillis(20), 4, Duration.ofMillis(200), never, Duration.ofMillis(20));
        RecordOutlet silent = batch -> {
            if (seen.size() < 7) {
                seen.add(batch);
            } else {
                answer(batch);
            }
        };
        try (RecordSender sender = new RecordSender(spool, silent, slowing, Samples.THREADS)) {
            sender.start();
            RecordSpoolTest.accept(spool, 0, 60);
            await().until(() -> seen.size() == 7);

            spool.applied(new AppliedMessage(spool.node(), spool.boot(), 0));

            awaitStored(60);
            assertThat(sender.resends()).as("for want of an answer").isEqualTo(3);
        }
    }

    /** It may be the answer to a batch that was sent twice. */
    @Test
    void sendsNothingAgainForARepeatedAnswerWhileThereAreAnswers() throws Exception {
        Duration never = Duration.ofHours(1);
        SendPace patient = new SendPace(10, 4096, Duration.ofMillis(20), 4, never, never, Duration.ofMillis(20));
        try (RecordSender sender = new RecordSender(spool, seen::add, patient, Samples.THREADS)) {
            sender.start();
            RecordSpoolTest.accept(spool, 0, 60);
            await().until(() -> seen.size() == 4);

            spool.applied(new AppliedMessage(spool.node(), spool.boot(), 0));

            await().during(Duration.ofMillis(200)).until(() -> seen.size() == 4);
        }
    }

    private void storeSilently(RecordBatch batch) throws IOException {
        try {
            master.store(batch);
        } catch (dev.sluice.jms.MalformedMessageException e) {
            throw new IOException(e);
        }
    }

    @Test
    void goesOnAfterAMasterWhoseDatabaseWentBackInTime() {
        try (RecordSender sender = new RecordSender(spool, this::answer, QUICK, Samples.THREADS)) {
            sender.start();
            RecordSpoolTest.accept(spool, 0, 50);
            await().until(() -> spool.account().freed() == 50);
            master.goBack(spool.boot(), 20);
            RecordSpoolTest.accept(spool, 50, 80);
            await().until(() -> spool.account().freed() == 80);
        }
        List<String> expected = new ArrayList<>(RecordSpoolTest.ids(0, 30));
        expected.addAll(RecordSpoolTest.ids(50, 80));
        assertThat(master.stored()).isEqualTo(expected);
        assertThat(master.missing()).isEqualTo(20);
    }

    @Test
    void takesADamagedRecordOutAndSendsTheOthers() throws Exception {
        RecordSpoolTest.accept(spool, 0, 60);
        RecordSpoolTest.awaitDurable(spool, 60);
        flip(Samples.segments(folder).get(0), Segment.HEADER + 100);
        try (RecordSender sender = new RecordSender(spool, this::answer, QUICK, Samples.THREADS)) {
            sender.start();
            awaitStored(59);
            await().until(() -> spool.account().spooled() == 0);
        }
        assertThat(master.stored()).isEqualTo(RecordSpoolTest.ids(1, 60));
        assertThat(master.missing()).isOne();
    }

    @Test
    void goesOnWhenASegmentIsGone() throws Exception {
        RecordSpoolTest.accept(spool, 0, 60);
        RecordSpoolTest.awaitDurable(spool, 60);
        List<Path> segments = Samples.segments(folder);
        long lost = Segment.named(segments.get(1)).orElseThrow().first();
        Files.delete(segments.get(0));
        try (RecordSender sender = new RecordSender(spool, this::answer, QUICK, Samples.THREADS)) {
            sender.start();
            awaitStored((int) (60 - lost));
        }
        assertThat(master.missing()).isEqualTo(lost);
    }

    @Test
    void sendsOldBootsFirstAfterARestart() throws Exception {
        RecordSpoolTest.accept(spool, 0, 25);
        spool.close();
        open();
        RecordSpoolTest.accept(spool, 25, 50);
        RecordSpoolTest.awaitDurable(spool, 50);
        try (RecordSender sender = new RecordSender(spool, this::answer, QUICK, Samples.THREADS)) {
            sender.start();
            awaitStored(50);
        }
        assertThat(master.stored()).isEqualTo(RecordSpoolTest.ids(0, 50));
        assertThat(seen).extracting(RecordBatch::boot).isSorted();
    }

    @Test
    void anAnswerForAnotherBootDoesNotStopTheSending() {
        spool.applied(new AppliedMessage("slave-1", 99, 1000));
        try (RecordSender sender = new RecordSender(spool, this::answer, QUICK, Samples.THREADS)) {
            sender.start();
            RecordSpoolTest.accept(spool, 0, 5);
            awaitStored(5);
        }
    }

    private void awaitStored(int records) {
        await().atMost(Duration.ofSeconds(60)).until(() -> master.stored().size() >= records);
        assertThat(master.stored()).doesNotHaveDuplicates();
    }

    private static void flip(Path file, int offset) throws IOException {
        byte[] content = Files.readAllBytes(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(new byte[] {(byte) (content[offset] ^ 1)}), offset);
        }
    }
}
