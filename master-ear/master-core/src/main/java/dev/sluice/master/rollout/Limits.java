package dev.sluice.master.rollout;

import java.util.Locale;
import java.util.Optional;

/**
 * What a canary may not pass; what is empty has no limit. Below {@value #LEAST} exchanges nothing counts, as chance would
 * decide.
 *
 * @param maxErrorRate share of exchanges that fail, 0 to 1
 * @param maxBlockRate share of exchanges that are blocked, 0 to 1
 * @param maxLatencyMillis mean time to the first byte
 */
public record Limits(Optional<Double> maxErrorRate, Optional<Double> maxBlockRate, Optional<Long> maxLatencyMillis) {
    /** So many exchanges, or answers, are needed before a figure counts. */
    public static final int LEAST = 20;

    public static final Limits NONE = new Limits(Optional.empty(), Optional.empty(), Optional.empty());

    public Limits {
        maxErrorRate.ifPresent(rate -> checkRate("maxErrorRate", rate));
        maxBlockRate.ifPresent(rate -> checkRate("maxBlockRate", rate));
        if (maxLatencyMillis.filter(millis -> millis < 1).isPresent()) {
            throw new IllegalArgumentException("maxLatencyMillis: must be a number from 1");
        }
    }

    private static void checkRate(String name, double rate) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException(name + ": must be a share from 0 to 1, such as 0.05");
        }
    }

    /** The limit that is passed, in words, or empty. */
    Optional<String> passed(Figures figures) {
        if (figures.exchanges() >= LEAST) {
            Optional<String> rate = over("failed", figures.failed(), figures, maxErrorRate)
                    .or(() -> over("blocked", figures.blocked(), figures, maxBlockRate));
            if (rate.isPresent()) {
                return rate;
            }
        }
        return figures.answered() < LEAST
                ? Optional.empty()
                : maxLatencyMillis
                        .filter(limit -> figures.latencyMillis() > limit)
                        .map(limit -> "took %.0f ms to the first byte on average, more than %d ms"
                                .formatted(figures.latencyMillis(), limit));
    }

    private static Optional<String> over(String deed, long count, Figures figures, Optional<Double> limit) {
        return limit.filter(most -> count > most * figures.exchanges())
                .map(most -> "%s %d of %d exchanges, more than %s %%"
                        .formatted(deed, count, figures.exchanges(), percent(most)));
    }

    private static String percent(double share) {
        String text = String.format(Locale.ROOT, "%.2f", share * 100);
        return text.replaceAll("\\.?0+$", "");
    }
}
