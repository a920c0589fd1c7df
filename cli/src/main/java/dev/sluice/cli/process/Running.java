package dev.sluice.cli.process;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Something that was started and runs until it ends or is stopped. */
public interface Running {
    /** Its process; empty for what runs inside the supervisor. */
    Optional<Trace> trace();

    /** Completes with the reason when it has ended. */
    CompletableFuture<String> ended();

    /** Asks it to end, waits that long, then ends it hard. Returns when it has ended. */
    void stop(Duration patience) throws InterruptedException;
}
