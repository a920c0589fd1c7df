package dev.sluice.master.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Which failed logins are written down: a few a minute, whoever they are of, so that nobody fills the audit. Safe for any thread. */
final class FailureNotes {
    static final int A_MINUTE = 10;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Clock clock;
    private Instant since = Instant.EPOCH;
    private int written;
    private long left;

    FailureNotes(Clock clock) {
        this.clock = clock;
    }

    /** A login has failed. @return how many were not written since the last that was; empty when this one is not to be, too */
    synchronized Optional<Long> next() {
        Instant now = clock.instant();
        if (Duration.between(since, now).compareTo(MINUTE) >= 0) {
            since = now;
            written = 0;
        }
        if (written == A_MINUTE) {
            left++;
            return Optional.empty();
        }
        written++;
        long before = left;
        left = 0;
        return Optional.of(before);
    }
}
