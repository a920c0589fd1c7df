package dev.sluice.cli.supervise;

import dev.sluice.cli.process.Running;
import dev.sluice.cli.process.Trace;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one part.
 *
 * @param process empty for what runs inside the supervisor, and while it does not run
 * @param since when it came into this state
 * @param restarts how often it was started again since the supervisor started
 * @param lastEnd why it ended last; empty if it never did
 */
public record PartStatus(
        String name,
        String address,
        PartState state,
        Optional<Trace> process,
        Instant since,
        int restarts,
        String lastEnd) {
    static PartStatus waiting(Part part, Optional<Trace> leftover, Instant now) {
        return new PartStatus(part.name(), part.address(), PartState.WAITING, leftover, now, 0, "");
    }

    /** Whether it has a process, and that is still the same. */
    public boolean isAlive() {
        return process.map(Trace::isAlive).orElse(false);
    }

    PartStatus in(PartState next, Instant now) {
        return new PartStatus(name, address, next, process, now, restarts, lastEnd);
    }

    PartStatus running(Running running, Instant now) {
        return new PartStatus(name, address, PartState.STARTING, running.trace(), now, restarts, lastEnd);
    }

    PartStatus ended(PartState next, String reason, Instant now) {
        int count = next == PartState.RESTARTING ? restarts + 1 : restarts;
        return new PartStatus(name, address, next, Optional.empty(), now, count, reason);
    }
}
