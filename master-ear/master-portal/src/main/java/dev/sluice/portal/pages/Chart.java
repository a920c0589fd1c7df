package dev.sluice.portal.pages;

import dev.sluice.master.rollup.Reports.Point;
import dev.sluice.master.rollup.Reports.Series;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

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

    private static Chart of(String title, Series series, String unit, JsonObjectBuilder... lines) {
        JsonArrayBuilder labels = Json.createArrayBuilder();
        series.points().forEach(point -> labels.add(point.from().toEpochMilli()));
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
                                .add("step", series.step().length().toMillis()));
        return new Chart(title, model.build().toString());
    }

    /** @param tone one of the page's colours */
    private static JsonObjectBuilder line(String label, String tone, Series series, ToDoubleFunction<Point> figure) {
        JsonArrayBuilder values = Json.createArrayBuilder();
        series.points().forEach(point -> values.add(figure.applyAsDouble(point)));
        return Json.createObjectBuilder().add("label", label).add("tone", tone).add("data", values);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
