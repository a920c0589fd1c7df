package dev.sluice.portal.rest;

import dev.sluice.master.report.GapSum;
import dev.sluice.master.report.NodeAccount;
import dev.sluice.master.rollup.Figures;
import dev.sluice.master.rollup.Latency;
import dev.sluice.master.rollup.Period;
import dev.sluice.master.rollup.Reports.Overview;
import dev.sluice.master.rollup.Reports.Ranking;
import dev.sluice.master.rollup.Reports.Series;
import dev.sluice.master.rollup.Reports.Users;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Reports as JSON. */
final class ReportJson {
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /**
     * How much of what happened is in a report's figures.
     *
     * @param completeUpTo all records of exchanges that ended before
     * @param hoursLeft but for those of so many hours, which are not summed up yet
     */
    record Extent(Instant completeUpTo, long hoursLeft) {}

    static JsonObjectBuilder overview(Overview overview, Extent extent) {
        return report(overview.period(), extent)
                .add("figures", figures(overview.figures(), overview.latency()))
                .add("before", figures(overview.before(), overview.latencyBefore()));
    }

    static JsonObjectBuilder series(Series series, Extent extent) {
        JsonArrayBuilder points = Json.createArrayBuilder();
        series.points()
                .forEach(point -> points.add(figures(point.figures(), point.latency())
                        .add("from", point.from().toString())));
        return report(series.period(), extent).add("step", word(series.step())).add("points", points);
    }

    static JsonObjectBuilder users(Users users, Extent extent) {
        JsonArrayBuilder points = Json.createArrayBuilder();
        users.points()
                .forEach(point -> points.add(Json.createObjectBuilder()
                        .add("from", point.from().toString())
                        .add("users", point.users())));
        JsonObjectBuilder nodes = Json.createObjectBuilder();
        users.byNode().forEach(nodes::add);
        return report(users.period(), extent)
                .add("step", word(users.step()))
                .add("points", points)
                .add("nodes", nodes);
    }

    static JsonObjectBuilder ranking(Ranking ranking, Extent extent) {
        JsonArrayBuilder entries = Json.createArrayBuilder();
        ranking.entries().forEach(entry -> entries.add(figures(entry.figures()).add("value", entry.value())));
        return report(ranking.period(), extent)
                .add("values", ranking.values())
                .add("entries", entries)
                .add("rest", figures(ranking.rest()));
    }

    /** @param now what is complete where there is no node */
    static JsonObjectBuilder completeness(List<NodeAccount> accounts, Instant now) {
        JsonArrayBuilder nodes = Json.createArrayBuilder();
        accounts.forEach(account -> nodes.add(account(account)));
        Instant least = accounts.stream()
                .map(NodeAccount::completeUpTo)
                .min(Instant::compareTo)
                .orElse(now);
        return Json.createObjectBuilder().add("completeUpTo", least.toString()).add("nodes", nodes);
    }

    private static JsonObjectBuilder account(NodeAccount account) {
        JsonArrayBuilder told = Json.createArrayBuilder();
        account.told().forEach(gap -> told.add(gap(gap)));
        return Json.createObjectBuilder()
                .add("node", account.node())
                .add("completeUpTo", account.completeUpTo().toString())
                .add("generated", account.generated())
                .add("applied", account.applied())
                .add("spooled", account.spooled())
                .add("dropped", account.dropped())
                .add("damaged", account.damaged())
                .add("missing", account.missing())
                .add("lost", account.lost())
                .add("gaps", told);
    }

    private static JsonObjectBuilder gap(GapSum gap) {
        return Json.createObjectBuilder()
                .add("class", gap.of())
                .add("cause", gap.cause())
                .add("records", gap.records())
                .add("since", gap.since().toString())
                .add("until", gap.until().toString());
    }

    private static JsonObjectBuilder report(Period period, Extent extent) {
        return Json.createObjectBuilder()
                .add("from", period.from().toString())
                .add("to", period.to().toString())
                .add("completeUpTo", extent.completeUpTo().toString())
                .add("hoursLeft", extent.hoursLeft());
    }

    private static JsonObjectBuilder figures(Figures figures, Latency latency) {
        return figures(figures)
                .add(
                        "latencyMillis",
                        Json.createObjectBuilder()
                                .add("median", millis(latency.median()))
                                .add("p95", millis(latency.p95()))
                                .add("p99", millis(latency.p99())));
    }

    private static JsonObjectBuilder figures(Figures figures) {
        return Json.createObjectBuilder()
                .add("requests", figures.requests())
                .add("blocked", figures.blocked())
                .add("errors", figures.errors())
                .add("tunnels", figures.tunnels())
                .add("bytesUp", figures.bytesUp())
                .add("bytesDown", figures.bytesDown());
    }

    private static double millis(Duration duration) {
        return Math.round(duration.toNanos() / 1e5) / 10.0;
    }

    private ReportJson() {}
}
