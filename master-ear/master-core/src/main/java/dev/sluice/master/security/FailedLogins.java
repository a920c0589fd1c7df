package dev.sluice.master.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows guessing down: after some failures in a row an account's next attempt counts only after a pause, which doubles
 * up to half a minute. Attempts during the pause change nothing, so nobody can lock an administrator out for longer.
 * Keeps a bounded number of names and forgets the one that failed longest ago. Safe for any thread.
 */
final class FailedLogins {
    private static final int FREE = 5;
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final int NAMES = 10_000;

    private final Clock clock;
    private final Map<String, Failures> byName = new LinkedHashMap<>();

    FailedLogins(Clock clock) {
        this.clock = clock;
    }

    private record Failures(int count, Instant last) {
        Duration pause() {
            if (count < FREE) {
                return Duration.ZERO;
            }
            Duration doubled = Duration.ofSeconds(1L << Math.min(count - FREE, 16));
            return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        }
    }

    /** How long until the next attempt counts. */
    synchronized Duration waitFor(String name) {
        Failures failures = byName.get(name);
        if (failures == null) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), failures.last().plus(failures.pause()));
        return left.isNegative() ? Duration.ZERO : left;
    }

    synchronized void failed(String name) {
        Failures before = byName.remove(name);
        byName.put(name, new Failures(before == null ? 1 : before.count() + 1, clock.instant()));
        if (byName.size() > NAMES) {
            byName.remove(byName.keySet().iterator().next());
        }
    }

    synchronized void succeeded(String name) {
        byName.remove(name);
    }
}
