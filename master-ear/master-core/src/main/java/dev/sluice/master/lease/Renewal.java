package dev.sluice.master.lease;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Renews on a thread that does nothing else: what else the master has to do may take as long as it wants. */
final class Renewal implements AutoCloseable {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "sluice-lease");
        thread.setDaemon(true);
        return thread;
    });
    private final Runnable renew;
    private final Duration pause;

    /** @param renew throws nothing */
    Renewal(Runnable renew, Duration pause) {
        this.renew = renew;
        this.pause = pause;
    }

    void start() {
        timer.scheduleWithFixedDelay(renew, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
