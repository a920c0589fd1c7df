package dev.sluice.slave.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.NodeState.Service;
import dev.sluice.slave.filter.Traffic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final Metrics metrics = new Metrics("slave-1", "1.2")
            .proxy(
                    () -> new Traffic(10, 3, 2, 1, 6, 1_500_000_000, 2, 4, 5, 600, 7000),
                    () -> true,
                    () -> Service.DRAINING);

    @Test
    void tellsThePrometheusTextFormat() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        metrics.write(null, out);
        assertThat(out.toString(UTF_8).lines())
                .contains(
                        "sluice_exchanges_total{action=\"allow\"} 7.0",
                        "sluice_exchanges_total{action=\"block\"} 3.0",
                        "sluice_bytes_total{direction=\"down\"} 7000.0",
                        "sluice_bytes_total{direction=\"up\"} 600.0",
                        "sluice_tunnels_open 4.0",
                        "sluice_exchanges_running 1.0",
                        "sluice_exchanges_failed_total 2.0",
                        "sluice_exchanges_unanswered_total 1.0",
                        "sluice_answer_seconds_count 6",
                        "sluice_answer_seconds_sum 1.5",
                        "sluice_service{state=\"drained\"} 0.0",
                        "sluice_service{state=\"draining\"} 1.0",
                        "sluice_ready 1.0",
                        "sluice_node_info{node=\"slave-1\",version=\"1.2\"} 1");
        assertThat(metrics.contentType(null)).startsWith("text/plain; version=0.0.4");
    }

    @Test
    void tellsOpenMetricsToWhoAsksForIt() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        metrics.write("application/openmetrics-text; version=1.0.0", out);
        assertThat(out.toString(UTF_8)).endsWith("# EOF\n");
    }
}
