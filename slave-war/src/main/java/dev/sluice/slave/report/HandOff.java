package dev.sluice.slave.report;

import dev.sluice.jms.AccessRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is on its way to the writer. Any thread hands over, and never waits; one takes, in groups, because to be woken, to write
 * and to sync for each record costs more than the record. Whoever waits for an audited exchange is not kept waiting for others.
 */
final class HandOff {
    private static final long IDLE = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int FOR_THE_DISK = 5;

    /** So many are taken at once, due or not: writing all of a group at once would keep requests from a processor for too long. */
    static final int SLICE = 16;

    private final BlockingQueue<Handed> queue;
    private final long patience;
    private final AtomicInteger openings = new AtomicInteger();
    private final AtomicInteger offered = new AtomicInteger();
    private volatile @Nullable Thread taker;
    private volatile boolean closed;

    /** When the first of the group was handed over, or before that. Of the thread that takes, like what follows. */
    private long since;
    /** When all that was there was taken last. */
    private long emptied = System.nanoTime();

    /**
     * An empty one.
     *
     * @param most that may wait
     * @param safe after which a record is to be safe; a fifth of that is left for the disk
     */
    HandOff(int most, Duration safe) {
        queue = new ArrayBlockingQueue<>(most);
        patience = safe.toNanos() - safe.toNanos() / FOR_THE_DISK;
    }

    /** @return false when it is closed or too much waits */
    boolean offer(AccessRecord record) {
        boolean taken = !closed && queue.offer(new Handed(record, Optional.empty()));
        if (taken && offered.incrementAndGet() % SLICE == 0) {
            LockSupport.unpark(taker);
        }
        return taken;
    }

    /** @param safe told whether the exchange may go on @return as above */
    boolean offer(AccessRecord opening, CompletableFuture<Boolean> safe) {
        openings.incrementAndGet(); // before the writer can see it
        if (closed || !queue.offer(new Handed(opening, Optional.of(safe)))) {
            openings.decrementAndGet();
            return false;
        }
        LockSupport.unpark(taker);
        return true;
    }

    /** Nothing more is handed over. */
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether it is closed and all was taken. */
    boolean isOver() {
        return closed && queue.isEmpty();
    }

    /**
     * Waits a moment for something, then until the group is due or a slice is there, and takes what is there, but not what comes
     * meanwhile.
     *
     * @param begun whether the group has begun with what was taken before
     */
    void take(boolean begun, Consumer<Handed> to) throws InterruptedException {
        taker = Thread.currentThread();
        boolean idle = queue.isEmpty();
        Handed first = queue.poll(begun ? Math.max(0, untilDue()) : closed ? 0 : IDLE, TimeUnit.NANOSECONDS);
        if (!begun) {
            since = idle ? System.nanoTime() : emptied;
        }
        if (first == null) {
            return;
        }
        gather();
        int others = queue.size();
        emptied = System.nanoTime();
        for (Handed handed = first; handed != null; handed = others-- > 0 ? queue.poll() : null) {
            if (handed.opening().isPresent()) {
                openings.decrementAndGet();
            }
            to.accept(handed);
        }
    }

    private void gather() {
        int others = SLICE - 1; // the first is taken already
        while (!closed && openings.get() == 0 && queue.size() < others && !isDue()) {
            LockSupport.parkNanos(untilDue());
        }
    }

    /** Whether the group is to be synced now. */
    boolean isDue() {
        return untilDue() <= 0;
    }

    private long untilDue() {
        return since + patience - System.nanoTime();
    }
}
