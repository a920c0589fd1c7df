package dev.sluice.master.report;

import dev.sluice.jms.RecordBatch;

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

    /** Waits until there are some, and takes all. */
    synchronized Batches take() throws InterruptedException {
        while (waiting.isEmpty()) {
            wait();
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
