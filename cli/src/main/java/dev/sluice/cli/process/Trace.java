package dev.sluice.cli.process;

import java.time.Duration;
import java.util.Optional;

/**
 * What is written down of a process so that a later supervisor can take it over or stop it.
 *
 * @param fingerprint of its {@link Launch}
 */
public record Trace(ProcessRef process, String fingerprint, StopSignal signal) {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    public boolean isAlive() {
        return process.find().isPresent();
    }

    /** The process as a child of ours, if it still runs. */
    public Optional<Child> adopt() {
        return Child.adopt(this);
    }

    /** Ends the process if it still runs. Returns when it has ended. */
    public void stop() throws InterruptedException {
        Optional<Child> child = adopt();
        if (child.isPresent()) {
            child.get().stop(PATIENCE);
        }
    }
}
