package dev.sluice.master.report;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Reads what has arrived behind a mark, a few batches after the other, each by the key of its records. Not thread-safe. */
final class ArrivedSearch {
    /** Found ones and read ones; a look ends when there are so many. */
    private static final int ENOUGH = 1_000;

    private static final int MOST = 50_000;

    private final Connection connection;
    private final RecordFilter filter;
    private final List<StoredRecord> found = new ArrayList<>();

    ArrivedSearch(Connection connection, RecordFilter filter) throws SQLException {
        RecordSearch.planByValues(connection);
        this.connection = connection;
        this.filter = filter;
    }

    Arrived behind(String mark, Arrivals arrivals) throws SQLException {
        long known = arrivals.number(mark);
        long next = Math.max(known, 0);
        boolean missed = known < 0;
        int read = 0;
        while (next < arrivals.next() && found.size() < ENOUGH && read < MOST) {
            Arrivals.Some some = arrivals.from(next, ENOUGH);
            read(some.spans());
            next = some.next();
            missed |= some.missed();
            read += some.records();
        }
        return new Arrived(found, arrivals.mark(next), next < arrivals.next(), missed);
    }

    private void read(List<StoredSpan> spans) throws SQLException {
        List<StoredRecord> together = new ArrayList<>();
        for (StoredSpan span : StoredSpan.joined(spans)) {
            RecordFilter near =
                    filter.startingAt(span.earliest()).endingAt(span.latest().plus(1, ChronoUnit.MICROS));
            together.addAll(
                    new RecordQuery(near).within(span).oldest(connection, span.records(), RecordSearch.SECONDS));
        }
        together.sort(StoredRecord.OLDEST_FIRST);
        found.addAll(together);
    }
}
