package dev.sluice.master.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.AppliedMessage;
import dev.sluice.master.config.TestConfig;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.live.Changes;
import dev.sluice.master.member.Members;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.rollup.TestRollups;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The master stores while its connections to the database break. */
class BrokenConnectionsTest {
    private static final Instant NOW = Instant.now();
    private static final int NODES = 3;
    private static final int BATCHES = 20;
    private static final int SIZE = 5;
    private static final int BROKEN_STEPS = 200;

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

    @AfterEach
    void close() {
        database.close();
    }

    /** Three nodes send until they are answered, some batches twice and some before their time; for a while connections break. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void eachRecordIsStoredOnceWhateverBreaks(long seed) throws InterruptedException {
        Random random = new Random(seed);
        inbox.start(Thread::new);
        try {
            for (int step = 0; !isAllAnswered(); step++) {
                String node = "n" + (1 + random.nextInt(NODES));
                long next = answered(node) + SIZE * random.nextInt(3);
                if (next < BATCHES * SIZE) {
                    inbox.take(node, Samples.batch(node, 1, next, Collections.nCopies(SIZE, Samples.record(NOW))));
                }
                if (step % 10 == 0 && step < BROKEN_STEPS) {
                    database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            + " WHERE datname = current_database() AND pid <> pg_backend_pid() AND random() < 0.5");
                }
                Thread.sleep(1);
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
}
