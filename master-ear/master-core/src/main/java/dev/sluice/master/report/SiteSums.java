package dev.sluice.master.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sums by host of the newest records that match, added up day by day. Not thread-safe. */
final class SiteSums {
    private static final Comparator<Sites.Site> MOST_FIRST =
            Comparator.comparingLong(Sites.Site::records).reversed().thenComparing(Sites.Site::host);

    private final Map<String, Sites.Site> sites = new HashMap<>();
    private long records;
    private Instant since = Instant.EPOCH;

    /** How many more records are to be counted. */
    int missing() {
        return Math.toIntExact(Sites.MOST_RECORDS - records);
    }

    /** @param row host, records, blocked, bytes up, bytes down, newest, oldest; of an older day than those before */
    void add(ResultSet row) throws SQLException {
        sites.merge(
                row.getString(1),
                new Sites.Site(
                        row.getString(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getTimestamp(6).toInstant()),
                SiteSums::sum);
        records += row.getLong(2);
        Instant oldest = row.getTimestamp(7).toInstant();
        since = since.equals(Instant.EPOCH) || oldest.isBefore(since) ? oldest : since;
    }

    private static Sites.Site sum(Sites.Site newer, Sites.Site older) {
        return new Sites.Site(
                newer.host(),
                newer.records() + older.records(),
                newer.blocked() + older.blocked(),
                bounded(newer.bytesUp(), older.bytesUp()),
                bounded(newer.bytesDown(), older.bytesDown()),
                newer.lastSeen());
    }

    private static long bounded(long one, long other) {
        return other > Long.MAX_VALUE - one ? Long.MAX_VALUE : one + other;
    }

    Sites first(int limit) {
        List<Sites.Site> first =
                sites.values().stream().sorted(MOST_FIRST).limit(limit).toList();
        return new Sites(first, records, since, missing() > 0);
    }
}
