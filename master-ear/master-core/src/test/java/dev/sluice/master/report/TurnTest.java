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
import dev.sluice.master.persistence.Database;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.rollup.TestRollups;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a transaction that has sent its rows before the one that it follows on is committed. */
class TurnTest {
    private static final String SESSIONS =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND ";

    private static final Instant NOW = Instant.now();
    private static final int NODES = 3;
    private static final int BATCHES = 20;
    private static final int SIZE = 5;

    private final TestDatabase database = TestDatabase.create();
    private final Database jdbc = database.jdbc();
    private final Lease lease = TestLease.held(jdbc);
    private final List<AppliedMessage> answers = new CopyOnWriteArrayList<>();
    private final BatchInbox inbox = new BatchInbox(
            PlainIngest.of(
                    jdbc,
                    lease,
                    new Partitions(jdbc, TestConfig.PLAIN, Clock.systemUTC()),
                    TestRollups.of(jdbc, lease, Clock.systemUTC())),
            new Members(jdbc, lease),
            answers::add,
            new Changes());
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        release.countDown();
        database.close();
    }

    @Test
    void isStoredBehindTheOneBefore() {
        CompletableFuture<Void> both = storeTwoOfWhichTheFirstWaits();

        release.countDown();
        both.join();

        assertThat(answers).extracting(AppliedMessage::next).containsExactlyInAnyOrder(1L, 3L, 4L);
        assertThat(sequences()).containsExactly("0", "1", "2", "3");
        assertThat(database.number("SELECT next FROM record_watermark")).isEqualTo(4);
    }

    @Test
    void isNotStoredWhenTheOneBeforeIsNot() throws Exception {
        CompletableFuture<Void> both = storeTwoOfWhichTheFirstWaits();

        database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND wait_event_type = 'Lock'");
        release.countDown();
        both.join();

        assertThat(answers).extracting(AppliedMessage::next).containsExactly(1L);
        assertThat(inbox.putOff()).isEqualTo(2);
        assertThat(sequences()).containsExactly("0");

        inbox.take("n1", batch(1, 2));
        inbox.take("n1", batch(3, 1));
        inbox.storeNext();
        assertThat(answers).extracting(AppliedMessage::next).containsExactly(1L, 3L, 4L);
        assertThat(sequences()).containsExactly("0", "1", "2", "3");
    }

    @Test
    void isStoredBehindOneThatIsRefusedAtItsEnd() {
        database.execute("ALTER TABLE rollup_delta ADD CHECK (requests < 2)"); // which those of two records are not
        CompletableFuture<Void> both = storeTwoOfWhichTheFirstWaits();

        release.countDown();
        both.join();

        assertThat(answers).extracting(AppliedMessage::next).containsExactlyInAnyOrder(1L, 3L, 4L);
        assertThat(sequences()).containsExactly("0", "3");
        assertThat(database.texts("SELECT next || ', ' || stored || ', ' || damaged FROM record_watermark"))
                .containsExactly("4, 2, 2");
    }

    /** Three nodes send until they are answered, some batches twice and some before their time; connections break at random. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void eachRecordIsStoredOnceWhateverBreaks(long seed) {
        Random random = new Random(seed);
        inbox.start(Thread::new);
        try {
            for (int step = 0; !isAllAnswered(); step++) {
                String node = "n" + (1 + random.nextInt(NODES));
                long next = answered(node) + SIZE * random.nextInt(3);
                if (next < BATCHES * SIZE) {
                    inbox.take(node, Samples.batch(node, 1, next, Collections.nCopies(SIZE, Samples.record(NOW))));
                }
                if (step % 20 == 0) {
                    database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE datname = current_database() AND pid <> pg_backend_pid() AND random() < 0.5");
                }
            }
        } finally {
            inbox.stop();
        }
        assertThat(
                        database.texts(
                                "SELECT node || count(*) || ' to ' || max(sequence) FROM access_record GROUP BY node ORDER BY 1"))
                .containsExactly("n1100 to 99", "n2100 to 99", "n3100 to 99");
        assertThat(database.texts("SELECT DISTINCT next || ', ' || stored FROM record_watermark"))
                .containsExactly("100, 100");
        assertThat(database.number("SELECT sum(requests) FROM rollup_delta WHERE dimension = 0"))
                .isEqualTo(NODES * BATCHES * SIZE);
    }

    private boolean isAllAnswered() {
        return IntStream.rangeClosed(1, NODES).allMatch(node -> answered("n" + node) == BATCHES * SIZE);
    }

    private long answered(String node) {
        return answers.stream()
                .filter(answer -> answer.node().equals(node))
                .mapToLong(AppliedMessage::next)
                .max()
                .orElse(0);
    }

    /** Behind one record, the first two wait for a lock at their end; the third has been sent by then. */
    private CompletableFuture<Void> storeTwoOfWhichTheFirstWaits() {
        inbox.take("n1", batch(0, 1));
        storeNext();
        CompletableFuture<Void> holder = CompletableFuture.runAsync(this::holdTheSums);
        awaitSessions("state = 'idle in transaction'", 1);
        inbox.take("n1", batch(1, 2));
        CompletableFuture<Void> first = CompletableFuture.runAsync(this::storeNext);
        awaitSessions("wait_event_type = 'Lock'", 1);
        inbox.take("n1", batch(3, 1));
        CompletableFuture<Void> second = CompletableFuture.runAsync(this::storeNext);
        awaitSessions("state = 'idle in transaction'", 2);
        return CompletableFuture.allOf(holder, first, second);
    }

    private void holdTheSums() {
        jdbc.run(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("LOCK TABLE rollup_delta");
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void storeNext() {
        try {
            inbox.storeNext();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitSessions(String which, long count) {
        await(count + " with " + which).until(() -> database.number(SESSIONS + which) == count);
    }

    private List<String> sequences() {
        return database.texts("SELECT sequence FROM access_record ORDER BY sequence");
    }

    private static RecordBatch batch(long first, int count) {
        return Samples.batch("n1", 1, first, Collections.nCopies(count, Samples.record(NOW)));
    }
}
