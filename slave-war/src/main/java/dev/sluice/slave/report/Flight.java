package dev.sluice.slave.report;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The batches that were sent and not yet answered. After a time without any answer only one batch is sent at a time,
 * ever more slowly, so that a master that is away does not fill the broker; the first answer opens the window again.
 * Confined to one thread.
 */
final class Flight {
    private record Batch(long boot, long next) {}

    private final SendPace pace;
    private final Deque<Batch> batches = new ArrayDeque<>();
    private int window;
    private long patience;
    private long waitingSince;

    Flight(SendPace pace) {
        this.pace = pace;
        this.window = pace.window();
        this.patience = pace.patience().toNanos();
    }

    void sent(long boot, long next, long now) {
        if (batches.isEmpty()) {
            waitingSince = now;
        }
        batches.add(new Batch(boot, next));
    }

    /** Forgets what the master has applied. */
    void settle(SpoolIndex index, long now) {
        boolean answered = false;
        while (!batches.isEmpty()
                && index.isApplied(batches.element().boot(), batches.element().next())) {
            batches.remove();
            answered = true;
        }
        if (answered) {
            waitingSince = now;
            window = pace.window();
            patience = pace.patience().toNanos();
        }
    }

    boolean mayGrow() {
        return batches.size() < window;
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    /** How long until {@link #expired}; the longest patience when nothing is under way. */
    Duration left(long now) {
        return isEmpty() ? pace.longestPatience() : Duration.ofNanos(waitingSince + patience - now);
    }

    boolean expired(long now) {
        return !isEmpty() && now - waitingSince >= patience;
    }

    /** Whether it waits longer than it did at first, because answers stayed away. */
    boolean isSlowed() {
        return patience > pace.patience().toNanos();
    }

    /** All that was sent is to be sent again, as it was not answered. */
    void rewind() {
        restart(2 * patience);
    }

    /** All that was sent is to be sent again, for another reason than that it was not answered. */
    void restart() {
        restart(pace.patience().toNanos());
    }

    private void restart(long wanted) {
        batches.clear();
        window = 1;
        patience = Math.min(wanted, pace.longestPatience().toNanos());
    }
}
