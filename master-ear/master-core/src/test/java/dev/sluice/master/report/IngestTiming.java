package dev.sluice.master.report;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.RecordBatch;
import dev.sluice.master.config.TestConfig;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.live.Changes;
import dev.sluice.master.member.Members;
import dev.sluice.master.persistence.BinaryCopy;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.rollup.Rollups;
import dev.sluice.master.rollup.Tally;
import dev.sluice.master.rollup.TestRollups;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * How many records a second are stored with their roll-ups, from batches as they come off the broker, while the roll-ups
 * are folded; each transaction on disk. Prints it; for people, so that no build runs it: {@code benchmarks/ingest-rate}.
 */
class IngestTiming {
    private static final int BATCH = 500;
    /** As the inbox does. */
    private static final int AT_ONCE = 32;

    private static final int NODES = 2;
    private static final int RECORDS = Integer.getInteger("records", 1_000_000);
    private static final int ROUNDS = 5;
    private static final int FOLD_SECONDS = 10;

    private final TestDatabase server = TestDatabase.create();
    private final Database database = server.pooled();
    private final Lease lease = TestLease.held(database);
    private final Rollups rollups = TestRollups.of(database, lease, Clock.systemUTC());
    private final Partitions partitions = new Partitions(database, TestConfig.PLAIN, Clock.systemUTC());
    private final AtomicLong applied = new AtomicLong();
    private final BatchInbox inbox = new BatchInbox(
            PlainIngest.of(database, lease, partitions, rollups),
            new Members(database, lease),
            message -> applied.set(Math.max(applied.get(), message.next())),
            new Changes());

    @AfterEach
    void close() {
        inbox.stop();
        server.close();
    }

    @Test
    void printsTheRate() throws Exception {
        partitions.makeAhead();
        inbox.start(Thread::new);
        ScheduledExecutorService folding = Executors.newSingleThreadScheduledExecutor();
        folding.scheduleWithFixedDelay(rollups::fold, FOLD_SECONDS, FOLD_SECONDS, TimeUnit.SECONDS);
        long sequence = 0;
        double warm = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            List<RecordBatch> batches = batches(round, sequence);
            sequence += RECORDS / ROUNDS / NODES;
            double seconds = run(round, batches, sequence);
            warm += round > 1 ? seconds : 0;
        }
        folding.shutdown();
        double rate = RECORDS / ROUNDS * (ROUNDS - 1) / warm;
        double limit = copyAlone(batches(0, sequence));
        System.out.printf(
                "all but the first: %,.0f records/s, %.0f %% of what COPY alone does here: %,.0f rows/s%n",
                rate, 100 * rate / limit, limit);
        long start = System.nanoTime();
        rollups.fold();
        rollups.fold();
        System.out.printf("the last fold took %.1f s%n", (System.nanoTime() - start) / 1e9);
        for (String table : List.of("access_record", "rollup", "rollup_delta")) {
            System.out.printf(
                    "%s: %s%n",
                    table,
                    server.texts("SELECT pg_size_pretty(sum(pg_total_relation_size(relid)))"
                            + " || ', ' || (SELECT count(*) FROM " + table + ") || ' rows' FROM pg_partition_tree('"
                            + table + "')"));
        }
    }

    /** @return how many seconds it took */
    private double run(int round, List<RecordBatch> batches, long end) throws InterruptedException {
        double own = ownMicros();
        double postgres = postgresMicros();
        long start = System.nanoTime();
        batches.forEach(batch -> inbox.take(batch.node(), batch));
        while (applied.get() < end) {
            Thread.sleep(1);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        int records = batches.size() * BATCH;
        System.out.printf(
                "round %d: %,.0f records/s; processor time a record: %.1f us here, %.1f us in PostgreSQL%n",
                round, records / seconds, (ownMicros() - own) / records, (postgresMicros() - postgres) / records);
        return seconds;
    }

    /** Rows that are ready, one connection, nothing beside it: what the database allows on this machine at this time. @return rows a second */
    private double copyAlone(List<RecordBatch> batches) {
        List<Frames> frames =
                batches.stream().map(batch -> Frames.of(batch, new Tally())).toList();
        long start = System.nanoTime();
        for (int at = 0; at < frames.size(); at += AT_ONCE) {
            List<Frames> some = frames.subList(at, Math.min(at + AT_ONCE, frames.size()));
            database.run(connection -> {
                try (BinaryCopy.Sending target = CopyRows.open(connection)) {
                    for (Frames each : some) {
                        each.send(target);
                    }
                    target.end();
                }
            });
        }
        return frames.size() * BATCH / ((System.nanoTime() - start) / 1e9);
    }

    private static double ownMicros() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e3;
    }

    /** Of the processes that serve connections; Linux counts hundredths of a second (proc(5), stat, 14 and 15). */
    private double postgresMicros() {
        double ticks = 0;
        for (String pid : server.texts("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'")) {
            try {
                String[] stat = Files.readString(Path.of("/proc", pid, "stat")).split(" ");
                ticks += Long.parseLong(stat[13]) + Long.parseLong(stat[14]);
            } catch (IOException e) {
                System.out.println("A connection has ended meanwhile: " + pid);
            }
        }
        return ticks * 10_000;
    }

    private static List<RecordBatch> batches(long seed, long from) {
        Traffic traffic = new Traffic(seed, 20_000, 2_000);
        Instant time = Instant.now();
        List<RecordBatch> batches = new ArrayList<>();
        for (long first = from; first < from + RECORDS / ROUNDS / NODES; first += BATCH) {
            for (int node = 1; node <= NODES; node++) {
                List<AccessRecord> records = new ArrayList<>(BATCH);
                for (int i = 0; i < BATCH; i++) {
                    time = time.plusNanos(20_000);
                    records.add(traffic.record(time));
                }
                batches.add(Samples.batch("slave-" + node, 1, first, records));
            }
        }
        return batches;
    }
}
