package dev.sluice.master.report;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Work in two parts, hand over hand: while one thread is at its second part, the next may be at its first one, and the second
 * parts come in the order of the first ones. A first part is done before it is known how the one before ends, by what that one
 * expects to leave behind.
 *
 * @param <T> what one expects to leave behind
 */
final class Turns<T> {
    private final ReentrantLock first = new ReentrantLock();
    private final ReentrantLock second = new ReentrantLock();
    /** Written by who has the first lock. */
    private Optional<T> expected = Optional.empty();
    /** Written by who has the second lock. */
    private boolean alone;
    /** What is expected may not come true. */
    private volatile boolean uncertain;

    /** Waits until the first part of the one before is over. Ended by {@link #end}, in the same thread. */
    void begin() throws InterruptedException {
        first.lockInterruptibly();
    }

    /**
     * What the one before this one expects to leave behind. Empty if there is none: then all have ended, and it is where it can be
     * looked up. That is so in the second part, and in the first one after a failure.
     */
    Optional<T> expected() {
        if (uncertain) {
            awaitOthers();
            uncertain = false;
        }
        return second.isHeldByCurrentThread() ? Optional.empty() : expected;
    }

    /** The first part is over: waits for the one before to end, and lets the next one begin with this. Once only; then it does nothing. */
    void pass(T expectation) {
        awaitOthers();
        if (first.isHeldByCurrentThread() && !alone) {
            expected = Optional.of(expectation);
            first.unlock();
        }
    }

    /** Waits for the one before to end; and the next one, if it has not begun, begins when this one has ended. */
    void beAlone() {
        awaitOthers();
        alone = true;
    }

    /** What was passed on does not come true, or may not. */
    void fail() {
        uncertain = true;
    }

    private void awaitOthers() {
        if (!second.isHeldByCurrentThread()) {
            second.lock();
        }
    }

    /** Called by who has begun, whatever came of it. */
    void end() {
        if (first.isHeldByCurrentThread()) {
            uncertain = true;
        }
        if (second.isHeldByCurrentThread()) {
            alone = false;
            second.unlock();
        }
        if (first.isHeldByCurrentThread()) {
            first.unlock();
        }
    }
}
