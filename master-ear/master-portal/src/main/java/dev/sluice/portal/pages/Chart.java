package dev.sluice.portal.pages;

import dev.sluice.master.rollup.Reports.Point;
import dev.sluice.master.rollup.Reports.Series;
import dev.sluice.master.rollup.Reports.UserCount;
import dev.sluice.master.rollup.Reports.Users;
import dev.sluice.master.rollup.Tier;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A line for each of some figures over time.
 *
 * @param model what Chart.js draws; the page's script adds colours and words for times
 */
public record Chart(String title, String model) {
    static Chart requests(Series series) {
        return of(
                "Requests",
                series,
                "count",
                line("All", "accent", series, p -> p.figures().requests()),
                line("Blocked", "bad", series, p -> p.figures().blocked()),
                line("Errors", "wait", series, p -> p.figures().errors()));
    }

    static Chart bytes(Series series) {
        return of(
                "Bytes",
                series,
                "bytes",
                line("To clients", "accent", series, p -> p.figures().bytesDown()),
                line("From clients", "info", series, p -> p.figures().bytesUp()));
    }

    static Chart latency(Series series) {
        return of(
                "Latency, without tunnels",
                series,
                "ms",
                line("Median", "ok", series, p -> millis(p.latency().median())),
                line("95 %", "wait", series, p -> millis(p.latency().p95())),
                line("99 %", "bad", series, p -> millis(p.latency().p99())));
    }

    static Chart users(Users users) {
        return of(
                "Users with a name, by the " + users.step().word(),
                users.points().stream().map(UserCount::from),
                users.step(),
                "count",
                line("Users", "accent", users.points().stream().mapToDouble(UserCount::users)));
    }

    private static Chart of(String title, Series series, String unit, JsonObjectBuilder... lines) {
        return of(title, series.points().stream().map(Point::from), series.step(), unit, lines);
    }

    private static Chart of(String title, Stream<Instant> times, Tier step, String unit, JsonObjectBuilder... lines) {
        JsonArrayBuilder labels = Json.createArrayBuilder();
        times.forEach(time -> labels.add(time.toEpochMilli()));
        JsonArrayBuilder datasets = Json.createArrayBuilder();
        for (JsonObjectBuilder line : lines) {
            datasets.add(line);
        }
        JsonObjectBuilder model = Json.createObjectBuilder()
                .add("type", "line")
                .add("data", Json.createObjectBuilder().add("labels", labels).add("datasets", datasets))
                .add(
                        "sluice",
                        Json.createObjectBuilder()
                                .add("unit", unit)
                                .add("step", step.length().toMillis()));
        return new Chart(title, model.build().toString());
    }

    private static JsonObjectBuilder line(String label, String tone, Series series, ToDoubleFunction<Point> figure) {
        return line(label, tone, series.points().stream().mapToDouble(figure));
    }

    /** @param tone one of the page's colours */
    private static JsonObjectBuilder line(String label, String tone, DoubleStream figures) {
        JsonArrayBuilder values = Json.createArrayBuilder();
        figures.forEach(values::add);
        return Json.createObjectBuilder().add("label", label).add("tone", tone).add("data", values);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
