package dev.sluice.cli.process;

import java.time.Duration;

/** The pause before a restart: one second, doubled after each failure, at most thirty seconds. Not thread-safe. */
public final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LAST = Duration.ofSeconds(30);

    private Duration next = FIRST;

    /** The pause to make now; the one after it is longer. */
    public Duration next() {
        Duration now = next;
        Duration twice = now.multipliedBy(2);
        next = twice.compareTo(LAST) > 0 ? LAST : twice;
        return now;
    }

    /** Called when a part has run well for a while. */
    public void reset() {
        next = FIRST;
    }
}
