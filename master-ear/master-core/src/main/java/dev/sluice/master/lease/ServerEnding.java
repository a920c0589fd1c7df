package dev.sluice.master.lease;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the server's JVM: whatever watches over it starts it again, and it waits as a standby. In good order, so that
 * the reason gets into the log, and if that takes too long without.
 */
@ApplicationScoped
class ServerEnding implements Ending {
    private static final Logger LOG = LoggerFactory.getLogger(ServerEnding.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int STATUS = 1;

    /** On threads of their own: the server waits for the caller's when it stops. */
    @Override
    public void end(String reason) {
        LOG.error("{}", reason);
        daemon("sluice-end", () -> System.exit(STATUS)).start();
        daemon("sluice-end-now", ServerEnding::haltAfterAWhile).start();
    }

    private static void haltAfterAWhile() {
        try {
            Thread.sleep(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(STATUS);
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
