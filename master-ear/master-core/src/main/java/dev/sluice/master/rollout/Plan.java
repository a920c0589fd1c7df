package dev.sluice.master.rollout;

import java.time.Duration;

/**
 * How a revision is to be rolled out.
 *
 * @param canary who gets it first
 * @param hold how long these must do well before all get it
 */
public record Plan(Canary canary, Duration hold, Limits limits) {
    public static final Duration LONGEST_HOLD = Duration.ofDays(7);

    public Plan {
        if (hold.isNegative() || hold.compareTo(LONGEST_HOLD) > 0) {
            throw new IllegalArgumentException("hold: must be from PT0S to P7D");
        }
    }
}
