package dev.sluice.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExpositionTest {
    private enum Light {
        RED,
        GREEN
    }

    private final TimeCounts times = new TimeCounts();

    private final Exposition exposition = new Exposition()
            .info("a_info", "What it is.", Map.of("version", "1"))
            .counters("b_total", "By kind.", List.of("kind"), to -> {
                to.is(1, "x");
                to.is(2, "y\"\\\n");
            })
            .gauge("c_bytes", "How large.", () -> 1.5)
            .state("d", "What it shows.", Light.class, () -> Light.GREEN)
            .times("e_seconds", "How long.", times);

    @Test
    void tellsThePrometheusTextFormat() throws IOException {
        times.add(Duration.ofMillis(5).toNanos());
        times.add(Duration.ofMillis(-1));
        times.add(Duration.ofMillis(6));
        times.add(Duration.ofMinutes(2));

        assertThat(text(null).lines())
                .contains(
                        "# HELP b_total By kind.",
                        "# TYPE b_total counter",
                        "a_info{version=\"1\"} 1",
                        "b_total{kind=\"x\"} 1.0",
                        "b_total{kind=\"y\\\"\\\\\\n\"} 2.0",
                        "c_bytes 1.5",
                        "d{state=\"green\"} 1.0",
                        "d{state=\"red\"} 0.0",
                        "# TYPE e_seconds histogram",
                        "e_seconds_bucket{le=\"0.005\"} 2",
                        "e_seconds_bucket{le=\"0.01\"} 3",
                        "e_seconds_bucket{le=\"60.0\"} 3",
                        "e_seconds_bucket{le=\"+Inf\"} 4",
                        "e_seconds_count 4",
                        "e_seconds_sum 120.011");
        assertThat(exposition.contentType(null)).startsWith("text/plain; version=0.0.4");
    }

    @Test
    void tellsOfTheJvm() throws IOException {
        assertThat(text(null))
                .contains(
                        "\njvm_memory_used_bytes{area=\"heap\"} ",
                        "\njvm_gc_collection_seconds_count{",
                        "\njvm_threads_current ",
                        "\nprocess_cpu_seconds_total ",
                        "\nprocess_start_time_seconds ");
    }

    @Test
    void tellsOpenMetricsToWhoAsksForIt() throws IOException {
        String accepted = "application/openmetrics-text; version=1.0.0";
        assertThat(text(accepted)).endsWith("# EOF\n");
        assertThat(exposition.contentType(accepted)).startsWith("application/openmetrics-text");
    }

    @Test
    void takesTimesOfAnyLength() {
        times.add(Duration.ofSeconds(Long.MAX_VALUE));
        times.add(Duration.ofSeconds(Long.MIN_VALUE));
        assertThat(times.count()).isEqualTo(2);
    }

    private String text(@Nullable String accepted) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        exposition.write(accepted, out);
        return out.toString(UTF_8);
    }
}
