package dev.sluice.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one process, and with them those of its JVM. Values are asked for when the metrics are read, by the thread
 * that reads them: they must come at once and without an error. Names are as Prometheus has them: base units, and counters
 * end in {@code _total}. Safe for any thread.
 */
public final class Exposition {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();

    public Exposition() {
        JvmMetrics.builder().register(registry);
    }

    /** Takes one value with its labels, in the order in which they were named. */
    @FunctionalInterface
    public interface Values {
        void is(double value, String... labels);
    }

    /** What never changes, as the labels of a metric that is always 1. */
    public Exposition info(String name, String help, Map<String, String> labels) {
        List<String> names = List.copyOf(labels.keySet());
        Info.builder()
                .name(name)
                .help(help)
                .labelNames(names.toArray(String[]::new))
                .register(registry)
                .setLabelValues(names.stream().map(labels::get).toArray(String[]::new));
        return this;
    }

    /** What only grows. */
    public Exposition counter(String name, String help, DoubleSupplier value) {
        return counters(name, help, List.of(), to -> to.is(value.getAsDouble()));
    }

    public Exposition counters(String name, String help, List<String> labels, Consumer<Values> values) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels.toArray(String[]::new))
                .callback(to -> values.accept(to::call))
                .register(registry);
        return this;
    }

    /** What goes up and down. */
    public Exposition gauge(String name, String help, DoubleSupplier value) {
        return gauges(name, help, List.of(), to -> to.is(value.getAsDouble()));
    }

    public Exposition gauges(String name, String help, List<String> labels, Consumer<Values> values) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels.toArray(String[]::new))
                .callback(to -> values.accept(to::call))
                .register(registry);
        return this;
    }

    /** One metric for each of the states, 1 for the one that it is. */
    public <E extends Enum<E>> Exposition state(String name, String help, Class<E> states, Supplier<E> now) {
        return gauges(name, help, List.of("state"), to -> {
            E is = now.get();
            for (E each : states.getEnumConstants()) {
                to.is(each == is ? 1 : 0, each.name().toLowerCase(Locale.ROOT));
            }
        });
    }

    /** A histogram; its name ends in {@code _seconds}. */
    public Exposition times(String name, String help, TimeCounts times) {
        registry.register(new Histogram(name, help, times));
        return this;
    }

    private record Histogram(String name, String help, TimeCounts times) implements Collector {
        @Override
        public MetricSnapshot collect() {
            List<Double> bounds = new ArrayList<>(TimeCounts.BOUNDS);
            bounds.add(Double.POSITIVE_INFINITY);
            HistogramDataPointSnapshot.Builder point = HistogramDataPointSnapshot.builder()
                    .classicHistogramBuckets(ClassicHistogramBuckets.of(bounds, times.counts()));
            point.sum(times.seconds());
            return HistogramSnapshot.builder()
                    .name(name)
                    .help(help)
                    .dataPoint(point.build())
                    .build();
        }

        @Override
        public String getPrometheusName() {
            return name;
        }
    }

    /** The media type of what {@link #write} writes. @param accepted the header Accept of who asks, if there is one */
    public String contentType(@Nullable String accepted) {
        return writer(accepted).getContentType();
    }

    /** Writes the text format of Prometheus, or OpenMetrics for who asks for it. */
    public void write(@Nullable String accepted, OutputStream to) throws IOException {
        writer(accepted).write(to, registry.scrape());
    }

    private ExpositionFormatWriter writer(@Nullable String accepted) {
        return formats.findWriter(accepted);
    }
}
