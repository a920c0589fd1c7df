package dev.sluice.master.rollup;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** How long a bucket is, and for how long such buckets are kept. Finest first. */
public enum Tier {
    MINUTE('M', ChronoUnit.MINUTES, Duration.ofDays(3)),
    HOUR('H', ChronoUnit.HOURS, Duration.ofDays(40)),
    /** A day in UTC, kept as long as the settings say. */
    DAY('D', ChronoUnit.DAYS, ChronoUnit.FOREVER.getDuration());

    private final char letter;
    private final ChronoUnit unit;
    private final Duration kept;

    Tier(char letter, ChronoUnit unit, Duration kept) {
        this.letter = letter;
        this.unit = unit;
        this.kept = kept;
    }

    /** As in the database. */
    char letter() {
        return letter;
    }

    /** The word for {@code date_bin}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Duration kept() {
        return kept;
    }

    public Duration length() {
        return unit.getDuration();
    }

    /** The start of the bucket that holds the time. */
    Instant floor(Instant time) {
        return time.truncatedTo(unit);
    }

    /** The time itself where a bucket starts at it, else the start of the next. */
    Instant ceiling(Instant time) {
        Instant start = floor(time);
        return start.equals(time) ? start : start.plus(1, unit);
    }

    /** The finest tier that is this one or coarser and whose buckets go back to that time. */
    Tier since(Instant from, Instant now) {
        Tier tier = this;
        while (tier != DAY && from.isBefore(now.minus(tier.kept))) {
            tier = tier.coarser();
        }
        return tier;
    }

    Tier coarser() {
        return values()[ordinal() + 1];
    }

    Tier finer() {
        return values()[ordinal() - 1];
    }
}
