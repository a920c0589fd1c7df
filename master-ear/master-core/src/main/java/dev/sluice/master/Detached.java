package dev.sluice.master;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Work that may wait for others, such as for a mail server: another thread does it, and who starts it goes on. While it is under
 * way it is not started again. Safe for any thread.
 */
final class Detached implements Runnable {
    private final Runnable work;
    private final Executor others;
    private final AtomicBoolean underWay = new AtomicBoolean();

    Detached(Runnable work, Executor others) {
        this.work = work;
        this.others = others;
    }

    @Override
    public void run() {
        if (!underWay.compareAndSet(false, true)) {
            return;
        }
        try {
            others.execute(this::finish);
        } catch (RuntimeException e) {
            underWay.set(false);
            throw e;
        }
    }

    private void finish() {
        try {
            work.run();
        } finally {
            underWay.set(false);
        }
    }
}
