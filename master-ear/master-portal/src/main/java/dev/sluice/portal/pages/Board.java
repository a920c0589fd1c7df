package dev.sluice.portal.pages;

import dev.sluice.master.report.RecordField;
import dev.sluice.master.report.RecordFilter;
import dev.sluice.master.rollup.Dimension;
import dev.sluice.master.rollup.Figures;
import dev.sluice.master.rollup.Measure;
import dev.sluice.master.rollup.Period;
import dev.sluice.master.rollup.Reports;
import dev.sluice.master.rollup.Reports.NodeFigures;
import dev.sluice.master.rollup.Reports.Overview;
import dev.sluice.master.rollup.Reports.Ranking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All that a report shows of a period.
 *
 * @param period as it was widened
 * @param hoursLeft hours of it, and of the period before, that are not summed up yet
 * @param listed the period of the lists
 */
public record Board(
        Period period,
        long hoursLeft,
        Period listed,
        List<Tile> tiles,
        List<Chart> charts,
        List<NodeLine> nodes,
        List<TopList> lists) {
    private static final int LINES = 8;
    private static final Set<Measure> OF_SITES =
            EnumSet.of(Measure.REQUESTS, Measure.BYTES, Measure.BLOCKED, Measure.TUNNELS);

    /** Figures of one node. */
    public record NodeLine(
            String node,
            String link,
            String requests,
            String blocked,
            String errors,
            String users,
            String bytes,
            String median,
            String p95,
            String p99) {}

    /** @param node one node's id, or empty for all */
    static Board of(Reports reports, Period asked, String node) {
        Overview overview = reports.overview(asked, node);
        Period period = overview.period();
        RecordFilter filter = RecordFilter.ALL.with(RecordField.NODE, node);
        Ranking users = reports.top(Dimension.USER, Measure.REQUESTS, asked, node, LINES);
        Reports.Series series = reports.series(asked, node, Optional.empty());
        Reports.Users named = reports.users(asked, node);
        return new Board(
                period,
                reports.hoursLeft(period.withBefore()),
                users.period(),
                tiles(overview, users.values(), filter.within(period.from(), period.to())),
                List.of(Chart.requests(series), Chart.bytes(series), Chart.latency(series), Chart.users(named)),
                reports.byNode(asked).stream()
                        .filter(each -> node.isEmpty() || each.node().equals(node))
                        .map(each -> line(each, named.byNode().getOrDefault(each.node(), 0L), period))
                        .toList(),
                lists(reports, asked, node, filter, users));
    }

    private static List<Tile> tiles(Overview overview, long users, RecordFilter filter) {
        Figures now = overview.figures();
        Figures before = overview.before();
        return List.of(
                tile(now.requests(), before.requests(), "requests", filter),
                tile(now.blocked(), before.blocked(), "blocked", filter.with(RecordField.ACTION, "block")),
                tile(now.errors(), before.errors(), "errors", filter.with(RecordField.ERROR, RecordFilter.ANY)),
                tile(now.tunnels(), before.tunnels(), "tunnels", filter.with(RecordField.SCHEME, "tunnel")),
                new Tile(
                        Amounts.bytes(bytes(now)),
                        "both ways",
                        Tile.change(bytes(now), bytes(before)),
                        RecordLink.to(filter)),
                new Tile(
                        Amounts.count(users),
                        users == 1 ? "user with a name" : "users with a name",
                        "",
                        RecordLink.to(filter.with(RecordField.USER, RecordFilter.ANY))),
                latency(
                        "median latency",
                        overview.latency().median(),
                        overview.latencyBefore().median()),
                latency(
                        "99 % were quicker; 95 %: " + millis(overview.latency().p95()),
                        overview.latency().p99(),
                        overview.latencyBefore().p99()));
    }

    private static Tile tile(long now, long before, String label, RecordFilter filter) {
        return new Tile(Amounts.count(now), label, Tile.change(now, before), RecordLink.to(filter));
    }

    private static Tile latency(String label, Duration now, Duration before) {
        return new Tile(millis(now), label, Tile.change(now.toNanos(), before.toNanos()), "");
    }

    private static NodeLine line(NodeFigures each, long users, Period period) {
        RecordFilter filter =
                RecordFilter.ALL.with(RecordField.NODE, each.node()).within(period.from(), period.to());
        return new NodeLine(
                each.node(),
                RecordLink.to(filter),
                Amounts.count(each.figures().requests()),
                Amounts.count(each.figures().blocked()),
                Amounts.count(each.figures().errors()),
                Amounts.count(users),
                Amounts.bytes(bytes(each.figures())),
                millis(each.latency().median()),
                millis(each.latency().p95()),
                millis(each.latency().p99()));
    }

    private static List<TopList> lists(Reports reports, Period asked, String node, RecordFilter filter, Ranking users) {
        Map<Measure, Ranking> sites = reports.rankings(Dimension.SITE, OF_SITES, asked, node, LINES);
        List<TopList> lists = new ArrayList<>();
        new TreeMap<>(sites)
                .forEach((measure, ranking) ->
                        lists.add(TopList.of(title(measure), ranking, measure, RecordField.SITE, filter)));
        lists.add(TopList.of("Users", users, Measure.REQUESTS, RecordField.USER, filter));
        lists.add(top(reports, "Categories", Dimension.CATEGORY, Measure.REQUESTS, RecordField.CATEGORY, asked, node));
        lists.add(top(reports, "Rules", Dimension.RULE, Measure.REQUESTS, RecordField.RULE, asked, node));
        lists.add(top(reports, "Errors", Dimension.ERROR, Measure.ERRORS, RecordField.ERROR, asked, node));
        return lists;
    }

    private static TopList top(
            Reports reports,
            String title,
            Dimension dimension,
            Measure measure,
            RecordField field,
            Period asked,
            String node) {
        Ranking ranking = reports.top(dimension, measure, asked, node, LINES);
        return TopList.of(title, ranking, measure, field, RecordFilter.ALL.with(RecordField.NODE, node));
    }

    private static String title(Measure measure) {
        return switch (measure) {
            case REQUESTS -> "Sites";
            case BLOCKED -> "Blocked sites";
            case ERRORS -> "Sites with errors";
            case TUNNELS -> "Tunnels";
            case BYTES -> "Destinations by bytes";
        };
    }

    private static long bytes(Figures figures) {
        return figures.bytesUp() + figures.bytesDown();
    }

    /** Below ten milliseconds with a decimal: most answers are that quick. */
    static String millis(Duration duration) {
        long micros = duration.toNanos() / 1_000;
        return micros > 0 && micros < 9_950
                ? String.format(Locale.ROOT, "%.1f ms", micros / 1_000.0)
                : Amounts.duration(duration);
    }
}
