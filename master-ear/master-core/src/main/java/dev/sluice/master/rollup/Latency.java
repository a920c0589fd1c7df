package dev.sluice.master.rollup;

import java.time.Duration;
import java.util.SortedMap;

/**
 * How long exchanges took, tunnels left out; each figure is at most an eighth off, and zero where there were none.
 *
 * @param median half took no longer
 * @param p95 95 of 100 took no longer
 * @param p99 99 of 100 took no longer
 */
public record Latency(Duration median, Duration p95, Duration p99) {
    public static final Latency NONE = new Latency(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** @param histogram how many are in each {@link LatencySlot} */
    static Latency of(SortedMap<Integer, Long> histogram) {
        return new Latency(quantile(histogram, 0.5), quantile(histogram, 0.95), quantile(histogram, 0.99));
    }

    private static Duration quantile(SortedMap<Integer, Long> histogram, double share) {
        long rank = (long) Math.ceil(
                share * histogram.values().stream().mapToLong(Long::longValue).sum());
        long passed = 0;
        for (var slot : histogram.entrySet()) {
            passed += slot.getValue();
            if (passed >= rank) {
                return LatencySlot.middle(slot.getKey());
            }
        }
        return Duration.ZERO;
    }
}
