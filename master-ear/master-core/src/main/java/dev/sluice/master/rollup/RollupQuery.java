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
    private static final String COLUMNS = "node, value, requests, blocked, errors, tunnels, bytes_up, bytes_down";
    private static final String FIGURES = Stream.of(
                    "requests", "blocked", "errors", "tunnels", "bytes_up", "bytes_down")
            .map(column -> "least(coalesce(sum(" + column + "), 0), " + MOST + ")::bigint AS " + column)
            .collect(Collectors.joining(", "));

    private final Connection connection;
    private final String node;
    private final Instant days;

    /** @param node one node's id, or empty for all */
    RollupQuery(Connection connection, String node) throws SQLException {
        this.connection = connection;
        this.node = node;
        this.days = SummedDays.end(connection);
    }

    Figures sum(Dimension dimension, Period period, Tier finest) throws SQLException {
        try (PreparedStatement query =
                        prepare("SELECT " + FIGURES, "", dimension, period, cover(period, finest), finest);
                ResultSet rows = query.executeQuery()) {
            rows.next();
            return figures(rows);
        }
    }

    Latency latency(Period period, Tier finest) throws SQLException {
        List<Cover.Piece> pieces = cover(period, finest);
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
        return sums("bucket", RollupQuery::instant, period, steps(period, step), step);
    }

    Map<Instant, SortedMap<Integer, Long>> latencies(Period period, Tier step) throws SQLException {
        return latencies("bucket", RollupQuery::instant, period, steps(period, step), step);
    }

    Map<String, Figures> sumsByNode(Period period, Tier finest) throws SQLException {
        return sums("node", rows -> rows.getString(1), period, cover(period, finest), finest);
    }

    Map<String, SortedMap<Integer, Long>> latenciesByNode(Period period, Tier finest) throws SQLException {
        return latencies("node", rows -> rows.getString(1), period, cover(period, finest), finest);
    }

    /** Reads what the sums of a row are of, from its first column. */
    private interface Key<K> {
        K read(ResultSet row) throws SQLException;
    }

    private static Instant instant(ResultSet row) throws SQLException {
        return row.getTimestamp(1).toInstant();
    }

    private <K> Map<K, Figures> sums(String column, Key<K> key, Period period, List<Cover.Piece> pieces, Tier finest)
            throws SQLException {
        String select = "SELECT " + column + ", " + FIGURES;
        try (PreparedStatement query = prepare(select, " GROUP BY 1", Dimension.ALL, period, pieces, finest);
                ResultSet rows = query.executeQuery()) {
            Map<K, Figures> sums = new HashMap<>();
            while (rows.next()) {
                sums.put(key.read(rows), figures(rows));
            }
            return sums;
        }
    }

    Map<Instant, Long> users(Period period, Tier step) throws SQLException {
        return users("bucket", RollupQuery::instant, period, steps(period, step), step);
    }

    Map<String, Long> usersByNode(Period period, Tier finest) throws SQLException {
        return users("node", rows -> rows.getString(1), period, cover(period, finest), finest);
    }

    private <K> Map<K, Long> users(String column, Key<K> key, Period period, List<Cover.Piece> pieces, Tier finest)
            throws SQLException {
        String select = "SELECT " + column + ", count(DISTINCT value)";
        String named = " WHERE value <> '' GROUP BY 1";
        try (PreparedStatement query = prepare(select, named, Dimension.USER, period, pieces, finest);
                ResultSet rows = query.executeQuery()) {
            Map<K, Long> users = new HashMap<>();
            while (rows.next()) {
                users.put(key.read(rows), rows.getLong(2));
            }
            return users;
        }
    }

    private <K> Map<K, SortedMap<Integer, Long>> latencies(
            String column, Key<K> key, Period period, List<Cover.Piece> pieces, Tier finest) throws SQLException {
        String select = "SELECT " + column + ", value, sum(requests)";
        try (PreparedStatement query = prepare(select, " GROUP BY 1, 2", Dimension.LATENCY, period, pieces, finest);
                ResultSet rows = query.executeQuery()) {
            Map<K, SortedMap<Integer, Long>> histograms = new HashMap<>();
            while (rows.next()) {
                histograms
                        .computeIfAbsent(key.read(rows), at -> new TreeMap<>())
                        .put(rows.getInt(2), rows.getLong(3));
            }
            return histograms;
        }
    }

    /** The first values by each of the measures, best first; all sums are made once. */
    Map<Measure, First> first(Dimension dimension, Set<Measure> measures, Period period, Tier finest, int limit)
            throws SQLException {
        String select = "WITH sums AS MATERIALIZED (SELECT value, " + FIGURES;
        String rest = measures.stream()
                .map(measure ->
                        "(SELECT '" + measure + "' AS measure, sums.*, count(*) FILTER (WHERE value <> '') OVER ()"
                                + " AS values FROM sums WHERE " + measure.sum() + " > 0 ORDER BY " + measure.sum()
                                + " DESC, value LIMIT " + limit + ")")
                .collect(Collectors.joining(" UNION ALL ", " GROUP BY value) ", ""));
        Map<Measure, First> first = new EnumMap<>(Measure.class);
        try (PreparedStatement query = prepare(select, rest, dimension, period, cover(period, finest), finest);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                long values = rows.getLong("values");
                first.computeIfAbsent(
                                Measure.valueOf(rows.getString("measure")), key -> new First(values, new ArrayList<>()))
                        .entries()
                        .add(new Reports.Entry(rows.getString("value"), figures(rows)));
            }
        }
        measures.forEach(measure -> first.putIfAbsent(measure, new First(0, List.of())));
        return first;
    }

    /**
     * @param values how many values but the empty one have any of the measure
     * @param entries those of them that come first
     */
    record First(long values, List<Reports.Entry> entries) {}

    /** A day that is summed up meanwhile is read from its hours: they stay. */
    private List<Cover.Piece> cover(Period period, Tier finest) {
        return Cover.of(period, finest, days);
    }

    private List<Cover.Piece> steps(Period period, Tier step) {
        return step == Tier.DAY ? cover(period, step) : List.of(new Cover.Piece(step, period.from(), period.to()));
    }

    /** A query over the rows of the pieces, and over those that are not folded yet, in buckets of the tier or coarser ones. */
    private PreparedStatement prepare(
            String select, String rest, Dimension dimension, Period period, List<Cover.Piece> pieces, Tier tier)
            throws SQLException {
        String ofNode = node.isEmpty() ? "" : " AND node = ?";
        StringBuilder sql = new StringBuilder(select).append(" FROM (");
        for (Cover.Piece piece : pieces) {
            sql.append("SELECT ")
                    .append(bucket(piece.tier(), tier))
                    .append(", ")
                    .append(COLUMNS);
            sql.append(" FROM rollup WHERE tier = '")
                    .append(piece.tier().letter())
                    .append("' AND ")
                    .append(where(dimension, piece.from(), piece.to()));
            sql.append(ofNode).append(" UNION ALL ");
        }
        sql.append("SELECT ").append(bucket(Tier.MINUTE, tier)).append(", ").append(COLUMNS);
        sql.append(" FROM rollup_delta WHERE ").append(where(dimension, period.from(), period.to()));
        sql.append(ofNode).append(") AS part").append(rest);
        PreparedStatement query = connection.prepareStatement(sql.toString());
        for (int index = 1; !node.isEmpty() && index <= pieces.size() + 1; index++) {
            query.setString(index, Texts.storable(node));
        }
        return query;
    }

    /** The bucket of the coarser tier that holds one of the finer. */
    private static String bucket(Tier finer, Tier coarser) {
        return finer.compareTo(coarser) < 0
                ? "date_bin('1 " + coarser.word() + "', bucket, 'epoch') AS bucket"
                : "bucket";
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
