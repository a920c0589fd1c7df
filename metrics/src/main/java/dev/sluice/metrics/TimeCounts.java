package dev.sluice.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts how long things took, for a histogram. Safe for any thread, and cheap enough for every exchange. */
public final class TimeCounts {
    /** The upper bounds of the buckets, in seconds; what takes longer than the last is in one more. */
    static final List<Double> BOUNDS =
            List.of(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0);

    private static final long[] NANOS = BOUNDS.stream()
            .mapToLong(seconds -> Math.round(seconds * TimeUnit.SECONDS.toNanos(1)))
            .toArray();

    private final LongAdder[] buckets = new LongAdder[NANOS.length + 1];
    private final LongAdder sum = new LongAdder();

    public TimeCounts() {
        Arrays.setAll(buckets, i -> new LongAdder());
    }

    /** @param nanos how long it took; less than none counts as none, as clocks may be set */
    public void add(long nanos) {
        long time = Math.max(0, nanos);
        int bucket = 0;
        while (bucket < NANOS.length && time > NANOS[bucket]) {
            bucket++;
        }
        buckets[bucket].increment();
        sum.add(time);
    }

    /** As {@link #add(long)}; what is too long to be told in nanoseconds counts as the longest that is not. */
    public void add(Duration time) {
        boolean tooLong = time.getSeconds() >= Long.MAX_VALUE / TimeUnit.SECONDS.toNanos(1);
        add(time.isNegative() ? 0 : tooLong ? Long.MAX_VALUE : time.toNanos());
    }

    /** How many there were. */
    public long count() {
        return Arrays.stream(buckets).mapToLong(LongAdder::sum).sum();
    }

    /** How many there were in each bucket, not added up. */
    List<Long> counts() {
        return Arrays.stream(buckets).map(LongAdder::sum).toList();
    }

    double seconds() {
        return sum.sum() / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
