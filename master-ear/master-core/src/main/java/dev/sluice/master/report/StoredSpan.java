package dev.sluice.master.report;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Records of one boot that lie close together in time, to be found again by the key of the records, which begins with the
 * time: those from sequence {@code first} to {@code last} whose time is from {@code earliest} to {@code latest}.
 */
record StoredSpan(String node, long boot, long first, long last, Instant earliest, Instant latest, int records) {
    /** What lies further apart is in two spans, so that a tunnel of hours makes no search of hours. */
    private static final Duration APART = Duration.ofSeconds(1);

    private static final String FIND = """
        SELECT * FROM access_record
        WHERE time >= ? AND time <= ? AND node = ? AND boot = ? AND sequence >= ? AND sequence <= ?
        ORDER BY sequence\
        """;

    /** When a record's request was read, and its sequence. */
    record Moment(Instant time, long sequence) {}

    /** @param moments of records of one boot, at least one */
    static List<StoredSpan> of(String node, long boot, List<Moment> moments) {
        List<Moment> byTime = new ArrayList<>(moments);
        byTime.sort(Comparator.comparing(Moment::time));
        List<StoredSpan> spans = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= byTime.size(); i++) {
            if (i == byTime.size()
                    || byTime.get(i - 1)
                            .time()
                            .plus(APART)
                            .isBefore(byTime.get(i).time())) {
                spans.add(over(node, boot, byTime.subList(start, i)));
                start = i;
            }
        }
        return spans;
    }

    private static StoredSpan over(String node, long boot, List<Moment> near) {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (Moment moment : near) {
            first = Math.min(first, moment.sequence());
            last = Math.max(last, moment.sequence());
        }
        Instant latest = near.get(near.size() - 1).time().plus(1, ChronoUnit.MICROS);
        return new StoredSpan(node, boot, first, last, near.get(0).time(), latest, near.size());
    }

    /**
     * The same records in fewer spans: those of one boot that lie close together become one. Whatever of a boot was stored
     * between the first and the last of them has to be among them.
     */
    static List<StoredSpan> joined(List<StoredSpan> spans) {
        List<StoredSpan> sorted = new ArrayList<>(spans);
        sorted.sort(Comparator.comparing(StoredSpan::node)
                .thenComparing(StoredSpan::boot)
                .thenComparing(StoredSpan::earliest));
        List<StoredSpan> joined = new ArrayList<>();
        for (StoredSpan span : sorted) {
            int last = joined.size() - 1;
            if (last >= 0 && joined.get(last).isNear(span)) {
                joined.set(last, joined.get(last).with(span));
            } else {
                joined.add(span);
            }
        }
        return joined;
    }

    private boolean isNear(StoredSpan later) {
        return node.equals(later.node)
                && boot == later.boot
                && !latest.plus(APART).isBefore(later.earliest);
    }

    private StoredSpan with(StoredSpan later) {
        return new StoredSpan(
                node,
                boot,
                Math.min(first, later.first),
                Math.max(last, later.last),
                earliest,
                latest.isAfter(later.latest) ? latest : later.latest,
                records + later.records);
    }

    /** Its records that are still stored, by sequence. */
    List<StoredRecord> find(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(FIND)) {
            query.setTimestamp(1, Timestamp.from(earliest));
            query.setTimestamp(2, Timestamp.from(latest));
            query.setString(3, node);
            query.setLong(4, boot);
            query.setLong(5, first);
            query.setLong(6, last);
            return RecordQuery.read(query);
        }
    }
}
