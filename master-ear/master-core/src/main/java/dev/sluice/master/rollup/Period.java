package dev.sluice.master.rollup;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time.
 *
 * @param from inclusive
 * @param to exclusive, after {@code from}
 */
public record Period(Instant from, Instant to) {
    public Period {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException(
                    "A period must end after it begins, but " + from + " to " + to + " does not");
        }
    }

    public Duration length() {
        return Duration.between(from, to);
    }

    /** The one of the same length that ends where this one begins. */
    public Period before() {
        return new Period(from.minus(length()), from);
    }

    /** With the one before. */
    public Period withBefore() {
        return new Period(from.minus(length()), to);
    }

    /** The whole buckets that hold it. */
    Period rounded(Tier tier) {
        return new Period(tier.floor(from), tier.ceiling(to));
    }
}
