import dev.sluice.jms.AccessRecord;
import dev.sluice.slave.alarm.Alarms;
import dev.sluice.slave.report.RecordSpool;
import dev.sluice.slave.report.SpoolLimits;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The spool alone: 5,000 records a second are handed over one by one, then 500 audited exchanges are opened one after the other.
 * Prints what the hand-over took and what processor time a record took on both sides. Argument: folder.
 */
class SpoolCost {
    private static final int RECORDS = 50_000;
    private static final long EVERY = TimeUnit.MICROSECONDS.toNanos(200);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    public static void main(String[] args) throws Exception {
        Thread[] writer = new Thread[1];
        try (RecordSpool spool = RecordSpool.open(
                Path.of(args[0]), "bench", SpoolLimits.of(1L << 28, Duration.ofDays(30)),
                new Alarms(Clock.systemUTC()), Clock.systemUTC(), task -> writer[0] = new Thread(task))) {
            handOver(spool, writer[0]);
            long[] took = handOver(spool, writer[0]);
            System.out.printf("hand-over of a record: median %.1f us, p99 %.1f us, p99.9 %.1f us%n",
                    at(took, 0.5), at(took, 0.99), at(took, 0.999));
            long[] opened = open(spool);
            System.out.printf("opening of an audited exchange: median %.2f ms, p99 %.2f ms%n",
                    at(opened, 0.5) / 1000, at(opened, 0.99) / 1000);
        }
    }

    private static long[] handOver(RecordSpool spool, Thread writer) {
        long[] took = new long[RECORDS];
        long there = THREADS.getThreadCpuTime(writer.getId());
        long own = 0;
        long next = System.nanoTime();
        for (int i = 0; i < RECORDS; i++) {
            AccessRecord record = record("id-" + i);
            while (System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
            next += EVERY;
            long start = System.nanoTime();
            spool.accept(record);
            took[i] = System.nanoTime() - start;
            own += took[i];
        }
        System.out.printf("processor time of the writer: %.2f us a record; time in the hand-over: %.2f us%n",
                (THREADS.getThreadCpuTime(writer.getId()) - there) / 1000.0 / RECORDS, own / 1000.0 / RECORDS);
        Arrays.sort(took);
        return took;
    }

    private static long[] open(RecordSpool spool) throws Exception {
        long[] took = new long[500];
        for (int i = 0; i < took.length; i++) {
            long start = System.nanoTime();
            CompletableFuture<Boolean> safe = spool.open(record("audited-" + i));
            if (!safe.get()) {
                throw new IllegalStateException("refused");
            }
            took[i] = System.nanoTime() - start;
            spool.accept(record("audited-" + i));
        }
        Arrays.sort(took);
        return took;
    }

    private static double at(long[] sorted, double part) {
        return sorted[(int) (sorted.length * part)] / 1000.0;
    }

    private static AccessRecord record(String id) {
        return new AccessRecord(
                Instant.now(), Duration.ofMillis(12), "192.0.2.7", "", "GET", "http", "www.example.com", 80, "/index.html", 200, 0, 1234,
                "text/html", "allow", "r1", "Rule one", "", "RULE", 1, 2, "none", "198.51.100.1:80", "Mozilla/5.0 (X11; Linux x86_64)", "", id);
    }
}
