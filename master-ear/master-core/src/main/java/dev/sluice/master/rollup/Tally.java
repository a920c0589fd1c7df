package dev.sluice.master.rollup;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.persistence.BinaryCopy;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** The sums of the records of one transaction. Not thread-safe. */
public final class Tally {
    /** More than any exchange moves; bounds what a wrong figure of one record can do to a sum. */
    private static final long MOST_BYTES = 1L << 48;

    private static final int COLUMNS = 11;
    private static final int ROW_BYTES = 160;
    private static final Dimension[] DIMENSIONS = Dimension.values();

    private final Map<Bucket, Map<Dimension, Map<String, Sum>>> minutes = new HashMap<>();
    private final Map<Bucket, Map<Dimension, Map<String, Sum>>> hours = new HashMap<>();
    private Open latest = Open.NONE;
    private int rows;

    private record Bucket(String node, Instant start) {}

    /** What one record adds to each of its sums. */
    private record Share(int blocked, int errors, int tunnels, long bytesUp, long bytesDown) {
        static Share of(AccessRecord record) {
            return new Share(
                    record.action().equals("block") ? 1 : 0,
                    record.error().isEmpty() ? 0 : 1,
                    isTunnel(record) ? 1 : 0,
                    bounded(record.bytesUp()),
                    bounded(record.bytesDown()));
        }

        private static long bounded(long bytes) {
            return Math.max(0, Math.min(bytes, MOST_BYTES));
        }
    }

    private static final class Sum {
        private int requests;
        private int blocked;
        private int errors;
        private int tunnels;
        private long bytesUp;
        private long bytesDown;

        void add(Share share) {
            requests++;
            blocked += share.blocked();
            errors += share.errors();
            tunnels += share.tunnels();
            bytesUp = Math.min(Long.MAX_VALUE - MOST_BYTES, bytesUp + share.bytesUp());
            bytesDown = Math.min(Long.MAX_VALUE - MOST_BYTES, bytesDown + share.bytesDown());
        }
    }

    static boolean isTunnel(AccessRecord record) {
        return record.scheme().equals("tunnel");
    }

    /** @param record as it is stored */
    public void add(String node, AccessRecord record) {
        Instant time = record.time();
        if (!latest.holds(node, time)) {
            latest = open(node, time);
        }
        Share share = Share.of(record);
        for (Dimension dimension : DIMENSIONS) {
            if (dimension.has(record)) {
                latest.sums(dimension)
                        .computeIfAbsent(dimension.value(record), value -> newSum())
                        .add(share);
            }
        }
    }

    private Open open(String node, Instant time) {
        Instant start = Tier.MINUTE.floor(time);
        return new Open(
                node,
                start,
                start.plus(Tier.MINUTE.length()),
                bucket(minutes, new Bucket(node, start)),
                bucket(hours, new Bucket(node, Tier.HOUR.floor(time))));
    }

    private static Map<Dimension, Map<String, Sum>> bucket(
            Map<Bucket, Map<Dimension, Map<String, Sum>>> buckets, Bucket bucket) {
        return buckets.computeIfAbsent(bucket, key -> new EnumMap<>(Dimension.class));
    }

    /** The buckets of a minute of a node; the next record is mostly of the same. */
    private record Open(
            String node,
            Instant start,
            Instant end,
            Map<Dimension, Map<String, Sum>> minute,
            Map<Dimension, Map<String, Sum>> hour) {
        static final Open NONE = new Open("", Instant.MAX, Instant.MIN, Map.of(), Map.of());

        boolean holds(String of, Instant time) {
            return !time.isBefore(start) && time.isBefore(end) && node.equals(of);
        }

        Map<String, Sum> sums(Dimension dimension) {
            return (dimension.finest() == Tier.MINUTE ? minute : hour)
                    .computeIfAbsent(dimension, key -> new HashMap<>());
        }
    }

    private Sum newSum() {
        rows++;
        return new Sum();
    }

    /** As rows of a part of {@code rollup_delta}. */
    BinaryCopy rows(int part) {
        BinaryCopy copy = new BinaryCopy(rows * ROW_BYTES);
        minutes.forEach((bucket, sums) -> write(copy, part, bucket, sums));
        hours.forEach((bucket, sums) -> write(copy, part, bucket, sums));
        return copy;
    }

    private static void write(BinaryCopy copy, int part, Bucket bucket, Map<Dimension, Map<String, Sum>> all) {
        all.forEach((dimension, sums) -> sums.forEach((value, sum) -> {
            copy.row(COLUMNS);
            copy.int16(part);
            copy.int16(dimension.number());
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
    }
}
