package dev.sluice.portal.pages;

import java.util.Locale;

/**
 * One figure of a period.
 *
 * @param change against the period before, empty where there was nothing
 * @param link where the records behind it are shown, empty for none
 */
public record Tile(String value, String label, String change, String link) {
    private static final double SAME = 0.0005;

    /** {@code +12 %}, {@code -3.5 %}, {@code as before}; empty for what grew out of nothing. */
    static String change(double now, double before) {
        if (before <= 0) {
            return "";
        }
        double share = now / before - 1;
        if (Math.abs(share) < SAME) {
            return "as before";
        }
        String number = Math.abs(share) < 0.0995
                ? String.format(Locale.ROOT, "%+.1f", share * 100)
                : String.format(Locale.ROOT, "%+,.0f", share * 100);
        return number.replace('-', '\u2212') + " %";
    }
}
