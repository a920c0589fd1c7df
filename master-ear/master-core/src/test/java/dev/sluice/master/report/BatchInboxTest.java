package dev.sluice.master.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.RecordBatch;
import dev.sluice.master.config.TestConfig;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.live.Changes;
import dev.sluice.master.member.Members;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.rollup.Rollups;
import dev.sluice.master.rollup.TestRollups;
import jakarta.jms.JMSRuntimeException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchInboxTest {
    private final TestDatabase database = TestDatabase.create();
    private final Lease lease = TestLease.held(database.jdbc());
    private final Members members = new Members(database.jdbc(), lease);
    private final Partitions partitions = new Partitions(database.jdbc(), TestConfig.PLAIN, Clock.systemUTC());
    private final Rollups rollups = TestRollups.of(database.jdbc(), lease, Clock.systemUTC());
    private final List<AppliedMessage> answers = new ArrayList<>();
    private final List<Changes.Topic> announced = new ArrayList<>();
    private final Changes changes = new Changes();
    private boolean brokerAway;
    private final BatchInbox inbox =
            new BatchInbox(PlainIngest.of(database.jdbc(), lease, partitions, rollups), members, this::answer, changes);

    BatchInboxTest() {
        changes.subscribe(announced::add);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void answer(AppliedMessage message) {
        if (brokerAway) {
            throw new JMSRuntimeException("away");
        }
        answers.add(message);
    }

    @Test
    void answersWhatIsApplied() throws Exception {
        store(batch(0));
        assertThat(answers).containsExactly(new AppliedMessage("n1", 1, 1));
        assertThat(announced).containsExactly(Changes.Topic.RECORDS);
    }

    @Test
    void storesAllThatWaitAtOnce() throws Exception {
        inbox.take("n1", batch(0));
        inbox.take("n1", batch(1));
        inbox.take("n1", batch(2));
        inbox.storeNext();
        assertThat(answers).extracting(AppliedMessage::next).containsExactly(1L, 2L, 3L);
        assertThat(announced).containsExactly(Changes.Topic.RECORDS);
    }

    @Test
    void refusesABatchOfANodeThatWasRemoved() {
        members.meet("n1", Instant.EPOCH);
        database.jdbc().run(connection -> members.remove(connection, "n1", Instant.EPOCH));
        members.refresh("n1");
        inbox.take("n1", batch(0));
        assertThat(inbox.refused()).isEqualTo(1);
        assertThat(stored()).isZero();
    }

    @Test
    void answersNothingOnceAnotherMasterTookOver() throws Exception {
        TestLease.takenFrom(lease, database.jdbc());
        store(batch(0));
        assertThat(answers).isEmpty();
        assertThat(inbox.putOff()).isEqualTo(1);
    }

    @Test
    void refusesABatchThatAnotherNodeSent() {
        inbox.take("n2", batch(0));
        assertThat(inbox.refused()).isEqualTo(1);
        assertThat(stored()).isZero();
        assertThat(answers).isEmpty();
    }

    @Test
    void refusesNumbersThatCannotBe() {
        for (RecordBatch batch : List.of(
                new RecordBatch("n1", 1, 0, 0, ByteBuffer.allocate(0)),
                new RecordBatch("n1", 1, 0, -1, ByteBuffer.allocate(0)),
                new RecordBatch("n1", 1, -1, 1, ByteBuffer.allocate(0)),
                new RecordBatch("n1", 1, Long.MAX_VALUE, 1, ByteBuffer.allocate(0)))) {
            inbox.take("n1", batch);
        }
        assertThat(inbox.refused()).isEqualTo(4);
        assertThat(answers).isEmpty();
    }

    @Test
    void refusesABootThatCannotBeAndABatchThatIsTooLarge() {
        inbox.take("n1", new RecordBatch("n1", -1, 0, 1, batch(0).frames()));
        inbox.take("n1", new RecordBatch("n1", 1, 0, 1, ByteBuffer.allocate(BatchInbox.BUDGET + 1)));
        assertThat(inbox.refused()).isEqualTo(2);
    }

    @Test
    void takesNoMoreBytesThanItsBudgetUntilSomeAreStored() throws Exception {
        inbox.take("n1", large(BatchInbox.BUDGET));
        Thread next = new Thread(() -> inbox.take("n1", batch(1)));
        next.start();
        await("it waits").until(() -> next.getState() == Thread.State.WAITING);
        assertThat(inbox.waiting()).isEqualTo(1);
        inbox.storeNext();
        next.join();
        inbox.storeNext();
        assertThat(answers).extracting(AppliedMessage::next).containsExactly(1L, 2L);
    }

    @Test
    void aBatchThatIsBrokenOffTakesNothingOfTheBudget() throws Exception {
        for (int i = 0; i < 32; i++) {
            inbox.take("n1", batch(i));
        }
        Thread late = new Thread(() -> inbox.take("n1", large(BatchInbox.BUDGET / 2)));
        late.start();
        await("it waits").until(() -> late.getState() == Thread.State.WAITING);
        late.interrupt();
        late.join();
        inbox.storeNext();
        CompletableFuture<Void> next = CompletableFuture.runAsync(() -> inbox.take("n1", large(BatchInbox.BUDGET)));
        assertThat(next).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void countsWhatItTookIn() throws Exception {
        inbox.take("n1", batch(0));
        inbox.take("n1", batch(0));
        inbox.take("n1", batch(5));
        inbox.take("n1", new RecordBatch("n1", 1, 1, 2, ByteBuffer.allocate(3)));
        inbox.storeNext();
        IngestCounts counts = inbox.counts();
        assertThat(counts.batches()).isEqualTo(4);
        assertThat(counts.bytes()).isEqualTo(3L * batch(0).frames().remaining() + 3);
        assertThat(counts.stored()).isEqualTo(1);
        assertThat(counts.duplicates()).isEqualTo(1);
        assertThat(counts.ahead()).isEqualTo(1);
        assertThat(counts.damaged()).isEqualTo(2);
        assertThat(counts.times().count()).isEqualTo(1);
        assertThat(inbox.waiting()).isZero();
    }

    @Test
    void saysNothingWhenTheDatabaseIsAwaySoThatTheNodeSendsAgain() throws Exception {
        databaseFails();
        store(batch(0));
        assertThat(answers).isEmpty();
        assertThat(inbox.putOff()).isEqualTo(1);
        databaseWorks();
        store(batch(0));
        assertThat(answers).containsExactly(new AppliedMessage("n1", 1, 1));
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void tellsNodesWhereToGoOnOnceTheDatabaseIsBack() throws Exception {
        store(batch(0));
        databaseFails();
        inbox.take("n1", batch(1));
        inbox.take("n1", batch(2));
        inbox.storeNext();
        inbox.storeNext();
        databaseWorks();
        answers.clear();
        inbox.storeNext();
        assertThat(answers).containsExactly(new AppliedMessage("n1", 1, 1));
        inbox.storeNext();
        assertThat(answers).as("once").hasSize(1);
    }

    @Test
    void tellsWhatIsStoredOnceTheBrokerIsBack() throws Exception {
        brokerAway = true;
        store(batch(0));
        brokerAway = false;
        inbox.storeNext();
        assertThat(answers).containsExactly(new AppliedMessage("n1", 1, 1));
    }

    @Test
    void tellsThemAlsoWhileOthersSend() throws Exception {
        databaseFails();
        store(batch(0));
        databaseWorks();
        inbox.take("n2", Samples.batch("n2", 1, 0, List.of(Samples.record(Instant.now()))));
        inbox.storeNext();
        assertThat(answers).containsExactly(new AppliedMessage("n2", 1, 1), new AppliedMessage("n1", 1, 0));
    }

    @Test
    void tellsNobodyWhoWasAnsweredSince() throws Exception {
        databaseFails();
        store(batch(0));
        databaseWorks();
        store(batch(0));
        inbox.storeNext();
        assertThat(answers).containsExactly(new AppliedMessage("n1", 1, 1));
    }

    @Test
    void tellsNodesWhereToGoOnOnceTheBrokerIsBackToo() throws Exception {
        databaseFails();
        store(batch(0));
        databaseWorks();
        brokerAway = true;
        inbox.storeNext();
        brokerAway = false;
        inbox.storeNext();
        assertThat(answers).containsExactly(new AppliedMessage("n1", 1, 0));
    }

    @Test
    void keepsWhatIsStoredWhenTheNodeCannotBeTold() throws Exception {
        brokerAway = true;
        store(batch(0));
        brokerAway = false;
        store(batch(0));
        assertThat(answers).containsExactly(new AppliedMessage("n1", 1, 1));
        assertThat(stored()).isEqualTo(1);
    }

    private void databaseFails() {
        database.execute("ALTER TABLE record_watermark RENAME TO elsewhere");
    }

    private void databaseWorks() {
        database.execute("ALTER TABLE elsewhere RENAME TO record_watermark");
    }

    private void store(RecordBatch batch) throws InterruptedException {
        inbox.take("n1", batch);
        inbox.storeNext();
    }

    private long stored() {
        return database.number("SELECT count(*) FROM access_record");
    }

    private static RecordBatch large(int bytes) {
        return new RecordBatch("n1", 1, 0, 1, ByteBuffer.allocate(bytes));
    }

    private static RecordBatch batch(long first) {
        return Samples.batch("n1", 1, first, List.of(Samples.record(Instant.now())));
    }
}
