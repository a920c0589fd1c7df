package dev.sluice.master.delivery;

import java.util.Locale;

/** Numbers for people. */
final class Amount {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
    private static final int STEP = 1_000;

    static String count(long count) {
        return String.format(Locale.ENGLISH, "%,d", count);
    }

    static String bytes(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= STEP && unit < UNITS.length - 1) {
            amount /= STEP;
            unit++;
        }
        return String.format(Locale.ENGLISH, unit == 0 ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
    }

    /** In per cent; a dash where there was nothing to compare with. */
    static String change(long now, long before) {
        if (before == 0) {
            return now == 0 ? "0 %" : "-";
        }
        return String.format(Locale.ENGLISH, "%+.0f %%", ((double) now - before) * 100 / before);
    }

    private Amount() {}
}
