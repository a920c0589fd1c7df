package dev.sluice.master.rollup;

import dev.sluice.jms.RecordView;
import dev.sluice.jms.RecordView.Text;
import dev.sluice.master.persistence.BinaryCopy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sums of records, to be added to the roll-ups. Not thread-safe. */
public final class Tally {
    /** More than any exchange moves; bounds what a wrong figure of one record can do to a sum. */
    private static final long MOST_BYTES = 1L << 48;

    private static final long LARGEST = Long.MAX_VALUE - MOST_BYTES;
    private static final int COLUMNS = 10;
    private static final int ROW_BYTES = 160;
    private static final Dimension[] DIMENSIONS = Dimension.values();

    private final Map<Bucket, Map<String, Sum>> sums = new HashMap<>();
    private Minute latest = Minute.NONE;
    private int rows;

    private record Bucket(Dimension dimension, Instant start, String node) {}

    private static final class Sum {
        private int requests;
        private int blocked;
        private int errors;
        private int tunnels;
        private long bytesUp;
        private long bytesDown;

        static Sum of(RecordView record) {
            Sum sum = new Sum();
            sum.requests = 1;
            sum.blocked = record.is(Text.ACTION, "block") ? 1 : 0;
            sum.errors = record.length(Text.ERROR) > 0 ? 1 : 0;
            sum.tunnels = isTunnel(record) ? 1 : 0;
            sum.bytesUp = bounded(record.bytesUp());
            sum.bytesDown = bounded(record.bytesDown());
            return sum;
        }

        private static long bounded(long bytes) {
            return Math.max(0, Math.min(bytes, MOST_BYTES));
        }

        void add(Sum other) {
            requests += other.requests;
            blocked += other.blocked;
            errors += other.errors;
            tunnels += other.tunnels;
            bytesUp = sum(bytesUp, other.bytesUp);
            bytesDown = sum(bytesDown, other.bytesDown);
        }

        private static long sum(long one, long other) {
            return one > LARGEST - other ? LARGEST : one + other;
        }
    }

    static boolean isTunnel(RecordView record) {
        return record.is(Text.SCHEME, "tunnel");
    }

    /** @param time of the record, as it is stored */
    public void add(String node, Instant time, RecordView record) {
        if (!latest.holds(node, time)) {
            latest = minute(node, time);
        }
        Sum one = Sum.of(record);
        for (Dimension dimension : DIMENSIONS) {
            if (dimension.has(record)) {
                add(latest.sums().get(dimension.ordinal()), dimension.value(record), one);
            }
        }
    }

    private void add(Map<String, Sum> all, String value, Sum more) {
        Sum sum = all.get(value);
        if (sum == null) {
            sum = new Sum();
            all.put(value, sum);
            rows++;
        }
        sum.add(more);
    }

    private Map<String, Sum> all(Bucket bucket) {
        return sums.computeIfAbsent(bucket, key -> new HashMap<>());
    }

    private Minute minute(String node, Instant time) {
        Instant start = Tier.MINUTE.floor(time);
        List<Map<String, Sum>> all = new ArrayList<>();
        for (Dimension dimension : DIMENSIONS) {
            all.add(all(new Bucket(dimension, dimension.finest().floor(time), node)));
        }
        return new Minute(node, start, start.plus(Tier.MINUTE.length()), all);
    }

    /**
     * Where the sums of a minute's records are; the next record is mostly of the same.
     *
     * @param sums for each dimension those of the bucket that holds the minute
     */
    private record Minute(String node, Instant start, Instant end, List<Map<String, Sum>> sums) {
        static final Minute NONE = new Minute("", Instant.MAX, Instant.MIN, List.of());

        boolean holds(String of, Instant time) {
            return !time.isBefore(start) && time.isBefore(end) && node.equals(of);
        }
    }

    /** As rows for {@link Rollups#append}. */
    public BinaryCopy rows() {
        BinaryCopy copy = new BinaryCopy(rows * ROW_BYTES);
        sums.forEach((bucket, values) -> values.forEach((value, sum) -> {
            copy.row(COLUMNS);
            copy.int16(bucket.dimension().number());
            copy.time(bucket.start());
            copy.text(bucket.node());
            copy.text(value);
            copy.int32(sum.requests);
            copy.int32(sum.blocked);
            copy.int32(sum.errors);
            copy.int32(sum.tunnels);
            copy.int64(sum.bytesUp);
            copy.int64(sum.bytesDown);
        }));
        return copy;
    }
}
