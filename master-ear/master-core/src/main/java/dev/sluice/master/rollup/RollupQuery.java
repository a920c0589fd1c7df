package dev.sluice.master.rollup;

import dev.sluice.master.persistence.Texts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads sums that are folded together with those that are not yet, in one statement each, so that none is seen twice or
 * not at all. Not thread-safe.
 */
final class RollupQuery {
    private static final String MOST = "9223372036854775807";
    private static final String COLUMNS = "value, requests, blocked, errors, tunnels, bytes_up, bytes_down";
    private static final String FIGURES = Stream.of(
                    "requests", "blocked", "errors", "tunnels", "bytes_up", "bytes_down")
            .map(column -> "least(coalesce(sum(" + column + "), 0), " + MOST + ")::bigint AS " + column)
            .collect(Collectors.joining(", "));

    private final Connection connection;
    private final String node;

    /** @param node one node's id, or empty for all */
    RollupQuery(Connection connection, String node) {
        this.connection = connection;
        this.node = node;
    }

    Figures sum(Dimension dimension, Period period, Tier finest) throws SQLException {
        try (PreparedStatement query =
                        prepare("SELECT " + FIGURES, "", dimension, period, Cover.of(period, finest), finest);
                ResultSet rows = query.executeQuery()) {
            rows.next();
            return figures(rows);
        }
    }

    Latency latency(Period period, Tier finest) throws SQLException {
        List<Cover.Piece> pieces = Cover.of(period, finest);
        String select = "SELECT value, sum(requests)";
        try (PreparedStatement query = prepare(select, " GROUP BY value", Dimension.LATENCY, period, pieces, finest);
                ResultSet rows = query.executeQuery()) {
            SortedMap<Integer, Long> histogram = new TreeMap<>();
            while (rows.next()) {
                histogram.put(rows.getInt(1), rows.getLong(2));
            }
            return Latency.of(histogram);
        }
    }

    Map<Instant, Figures> sums(Period period, Tier step) throws SQLException {
        String select = "SELECT bucket, " + FIGURES;
        try (PreparedStatement query =
                        prepare(select, " GROUP BY bucket", Dimension.ALL, period, steps(period, step), step);
                ResultSet rows = query.executeQuery()) {
            Map<Instant, Figures> sums = new HashMap<>();
            while (rows.next()) {
                sums.put(rows.getTimestamp("bucket").toInstant(), figures(rows));
            }
            return sums;
        }
    }

    Map<Instant, SortedMap<Integer, Long>> latencies(Period period, Tier step) throws SQLException {
        String select = "SELECT bucket, value, sum(requests)";
        try (PreparedStatement query =
                        prepare(select, " GROUP BY 1, 2", Dimension.LATENCY, period, steps(period, step), step);
                ResultSet rows = query.executeQuery()) {
            Map<Instant, SortedMap<Integer, Long>> histograms = new HashMap<>();
            while (rows.next()) {
                histograms
                        .computeIfAbsent(rows.getTimestamp(1).toInstant(), at -> new TreeMap<>())
                        .put(rows.getInt(2), rows.getLong(3));
            }
            return histograms;
        }
    }

    /** The first values by each of the measures, best first; all sums are made once. */
    Map<Measure, List<Reports.Entry>> first(
            Dimension dimension, Set<Measure> measures, Period period, Tier finest, int limit) throws SQLException {
        String select = "WITH sums AS MATERIALIZED (SELECT value, " + FIGURES;
        String rest = measures.stream()
                .map(measure -> "(SELECT '" + measure + "' AS measure, sums.* FROM sums WHERE " + measure.sum()
                        + " > 0 ORDER BY " + measure.sum() + " DESC, value LIMIT " + limit + ")")
                .collect(Collectors.joining(" UNION ALL ", " GROUP BY value) ", ""));
        Map<Measure, List<Reports.Entry>> first = new EnumMap<>(Measure.class);
        measures.forEach(measure -> first.put(measure, new ArrayList<>()));
        try (PreparedStatement query = prepare(select, rest, dimension, period, Cover.of(period, finest), finest);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                first.computeIfAbsent(Measure.valueOf(rows.getString("measure")), measure -> new ArrayList<>())
                        .add(new Reports.Entry(rows.getString("value"), figures(rows)));
            }
        }
        return first;
    }

    private static List<Cover.Piece> steps(Period period, Tier step) {
        return List.of(new Cover.Piece(step, period.from(), period.to()));
    }

    /** A query over the rows of the pieces, and over those that are not folded yet, in buckets of the tier. */
    private PreparedStatement prepare(
            String select, String rest, Dimension dimension, Period period, List<Cover.Piece> pieces, Tier tier)
            throws SQLException {
        String ofNode = node.isEmpty() ? "" : " AND node = ?";
        StringBuilder sql = new StringBuilder(select).append(" FROM (");
        for (Cover.Piece piece : pieces) {
            sql.append("SELECT bucket, ").append(COLUMNS).append(" FROM rollup WHERE tier = '");
            sql.append(piece.tier().letter()).append("' AND ").append(where(dimension, piece.from(), piece.to()));
            sql.append(ofNode).append(" UNION ALL ");
        }
        sql.append("SELECT date_trunc('")
                .append(tier.word())
                .append("', bucket, 'UTC'), ")
                .append(COLUMNS);
        sql.append(" FROM rollup_delta WHERE ").append(where(dimension, period.from(), period.to()));
        sql.append(ofNode).append(") AS part").append(rest);
        PreparedStatement query = connection.prepareStatement(sql.toString());
        for (int index = 1; !node.isEmpty() && index <= pieces.size() + 1; index++) {
            query.setString(index, Texts.storable(node));
        }
        return query;
    }

    private static String where(Dimension dimension, Instant from, Instant to) {
        return "dimension = " + dimension.number() + " AND bucket >= '" + from + "' AND bucket < '" + to + "'";
    }

    private static Figures figures(ResultSet row) throws SQLException {
        return new Figures(
                row.getLong("requests"),
                row.getLong("blocked"),
                row.getLong("errors"),
                row.getLong("tunnels"),
                row.getLong("bytes_up"),
                row.getLong("bytes_down"));
    }
}
