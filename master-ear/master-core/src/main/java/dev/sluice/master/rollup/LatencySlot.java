package dev.sluice.master.rollup;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * The buckets of latency histograms: four to each doubling, from 4 microseconds on. The same everywhere and for ever, so
 * that histograms of any nodes and times can be added; the middle of a slot is at most an eighth off.
 */
final class LatencySlot {
    private static final long LEAST = 4;

    /** @param latency in microseconds */
    static int of(long latency) {
        long micros = Math.max(LEAST, latency);
        int octave = 63 - Long.numberOfLeadingZeros(micros);
        return octave * 4 + (int) (micros >> (octave - 2) & 3);
    }

    /** The latency in the middle of a slot. */
    static Duration middle(int slot) {
        int octave = slot / 4;
        long width = 1L << (octave - 2);
        return Duration.of((4 + slot % 4) * width + width / 2, ChronoUnit.MICROS);
    }

    private LatencySlot() {}
}
