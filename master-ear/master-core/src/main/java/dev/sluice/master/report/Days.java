package dev.sluice.master.report;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/** Cuts a filter at the edges of the days that are stored apart, so that each piece reads one partition. */
final class Days {
    static List<RecordFilter> oldestFirst(Connection connection, RecordFilter filter) throws SQLException {
        List<Instant> edges = edges(connection, filter.from(), filter.to());
        List<RecordFilter> pieces = new ArrayList<>();
        for (int i = 1; i < edges.size(); i++) {
            pieces.add(filter.within(edges.get(i - 1), edges.get(i)));
        }
        return pieces;
    }

    static List<RecordFilter> newestFirst(Connection connection, RecordFilter filter) throws SQLException {
        List<RecordFilter> pieces = oldestFirst(connection, filter);
        Collections.reverse(pieces);
        return pieces;
    }

    private static List<Instant> edges(Connection connection, Instant from, Instant to) throws SQLException {
        if (!from.isBefore(to)) {
            return List.of();
        }
        TreeSet<Instant> edges = new TreeSet<>(List.of(from, to));
        for (LocalDate day : Partitions.days(connection)) {
            edges.add(start(day));
            edges.add(start(day.plusDays(1)));
        }
        return List.copyOf(edges.subSet(from, true, to, true));
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private Days() {}
}
