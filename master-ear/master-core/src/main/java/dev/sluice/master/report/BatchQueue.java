package dev.sluice.master.report;

import dev.sluice.jms.RecordBatch;
import java.time.Duration;

/** Batches on their way from who brings them, one by one, to who stores them, all at once. Safe for any thread. */
final class BatchQueue {
    private final int most;
    private Batches waiting = new Batches();

    /** @param most how many may wait */
    BatchQueue(int most) {
        this.most = most;
    }

    /** Waits until there is room, and reads the batch. Interrupted before, it has not taken it. */
    synchronized void put(RecordBatch batch) throws InterruptedException {
        while (waiting.size() >= most) {
            wait();
        }
        waiting.add(batch);
        notifyAll();
    }

    /** Waits until there are some, and takes all; none when the time is over. */
    synchronized Batches take(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toMillis(); waiting.isEmpty() && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        Batches taken = waiting;
        waiting = new Batches();
        notifyAll();
        return taken;
    }

    /** How many wait. */
    synchronized int size() {
        return waiting.size();
    }
}
