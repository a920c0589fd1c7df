package dev.sluice.master.rollup;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.persistence.BinaryCopy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The sums of the records of one transaction. Not thread-safe. */
public final class Tally {
    /** More than any exchange moves; bounds what a wrong figure of one record can do to a sum. */
    private static final long MOST_BYTES = 1L << 48;

    private static final int ROW_BYTES = 160;
    private static final Dimension[] DIMENSIONS = Dimension.values();

    private final Map<Key, Sum> sums = new HashMap<>();

    private record Key(Dimension dimension, Instant bucket, String node, String value) {}

    private static final class Sum {
        private long requests;
        private long blocked;
        private long errors;
        private long tunnels;
        private long bytesUp;
        private long bytesDown;

        void add(AccessRecord record) {
            requests++;
            blocked += record.action().equals("block") ? 1 : 0;
            errors += record.error().isEmpty() ? 0 : 1;
            tunnels += isTunnel(record) ? 1 : 0;
            bytesUp = added(bytesUp, record.bytesUp());
            bytesDown = added(bytesDown, record.bytesDown());
        }

        private static long added(long sum, long bytes) {
            return Math.min(Long.MAX_VALUE - MOST_BYTES, sum + Math.max(0, Math.min(bytes, MOST_BYTES)));
        }
    }

    static boolean isTunnel(AccessRecord record) {
        return record.scheme().equals("tunnel");
    }

    /** @param time the record's own, as it is stored */
    public void add(String node, Instant time, AccessRecord record) {
        Instant minute = Tier.MINUTE.floor(time);
        Instant hour = Tier.HOUR.floor(time);
        for (Dimension dimension : DIMENSIONS) {
            if (dimension.has(record)) {
                Instant bucket = dimension.finest() == Tier.MINUTE ? minute : hour;
                sums.computeIfAbsent(new Key(dimension, bucket, node, dimension.value(record)), key -> new Sum())
                        .add(record);
            }
        }
    }

    void copy(Connection connection, int part) throws SQLException {
        BinaryCopy rows = new BinaryCopy(sums.size() * ROW_BYTES);
        sums.forEach((key, sum) -> {
            rows.row(11);
            rows.int16(part);
            rows.int16(key.dimension().number());
            rows.time(key.bucket());
            rows.text(key.node());
            rows.text(key.value());
            rows.int64(sum.requests);
            rows.int64(sum.blocked);
            rows.int64(sum.errors);
            rows.int64(sum.tunnels);
            rows.int64(sum.bytesUp);
            rows.int64(sum.bytesDown);
        });
        rows.send(
                connection,
                "COPY rollup_delta_" + part + " (part, dimension, bucket, node, value, requests, blocked,"
                        + " errors, tunnels, bytes_up, bytes_down) FROM STDIN (FORMAT BINARY)");
    }
}
