package dev.sluice.portal.pages;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class Amounts {
    private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB"};

    /** {@code 12,345}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 512 B}, {@code 1.5 kB}, {@code 100 MB}: powers of 1000. */
    static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, value < 9.95 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
    }

    /** {@code 12 ms}, {@code 1.2 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
    static String duration(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", Math.floor(millis / 100.0) / 10);
        }
        long seconds = millis / 1000;
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }

    /** {@code now}, {@code 3 s ago}, {@code 2 min ago}, {@code 5 h ago}, {@code 3 d ago}. */
    static String ago(Duration duration) {
        return duration.toSeconds() < 1 ? "now" : span(duration) + " ago";
    }

    /** {@code 12 s}, {@code 3 min}, {@code 5 h}, {@code 2 d}: the largest unit only. */
    static String span(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min";
        }
        return seconds < 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }

    /** {@code in 5 h}, or {@code 3 d ago} for what is over. */
    static String until(Duration duration) {
        return duration.isNegative() ? ago(duration.negated()) : "in " + span(duration);
    }

    /** {@code 0}, {@code 0.4}, {@code 12}, {@code 1,234}: something in a second. */
    static String rate(double perSecond) {
        return perSecond > 0 && perSecond < 9.95
                ? String.format(Locale.ROOT, "%.1f", perSecond)
                : String.format(Locale.ROOT, "%,.0f", perSecond);
    }

    private Amounts() {}
}
