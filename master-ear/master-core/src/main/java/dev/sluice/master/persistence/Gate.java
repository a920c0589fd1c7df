package dev.sluice.master.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Shut until the schema is up to date; what comes early waits a while, such as a message at the start. */
@ApplicationScoped
class Gate {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CountDownLatch shut = new CountDownLatch(1);

    void open() {
        shut.countDown();
    }

    /** @throws DatabaseException when it stays shut */
    void pass() {
        try {
            if (!shut.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new DatabaseException("The schema is not up to date yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("Stopped before the schema was up to date");
        }
    }
}
