package dev.sluice.slave.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.NodeState.Service;
import dev.sluice.slave.filter.Exchange;
import dev.sluice.slave.filter.Ledger;
import dev.sluice.slave.filter.Traffic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final Ledger ledger = new Ledger(record -> {});
    private final Metrics metrics = new Metrics("slave-1", "1.2")
            .proxy(
                    () -> new Traffic(10, 3, 1, 2, 1, 6, 1_500_000_000, 2, 4, 5, 600, 7000),
                    ledger.outcomes(),
                    () -> true,
                    () -> Service.DRAINING);

    @Test
    void tellsWhatTheProxyCounts() throws IOException {
        assertThat(text().lines())
                .contains(
                        "sluice_exchanges_total{action=\"allow\"} 6.0",
                        "sluice_exchanges_total{action=\"authenticate\"} 1.0",
                        "sluice_exchanges_total{action=\"block\"} 3.0",
                        "sluice_bytes_total{direction=\"down\"} 7000.0",
                        "sluice_bytes_total{direction=\"up\"} 600.0",
                        "sluice_tunnels_open 4.0",
                        "sluice_exchanges_running 1.0",
                        "sluice_exchanges_failed_total 2.0",
                        "sluice_exchanges_unanswered_total 1.0",
                        "sluice_service{state=\"drained\"} 0.0",
                        "sluice_service{state=\"draining\"} 1.0",
                        "sluice_ready 1.0",
                        "sluice_node_info{node=\"slave-1\",version=\"1.2\"} 1");
    }

    @Test
    void countsOutcomesByStatusAndTime() throws IOException {
        end(exchange(), 200);
        Exchange answered = exchange();
        answered.answered();
        end(answered, 503);
        Exchange tunnel = exchange();
        ledger.openTunnel(tunnel);
        end(tunnel, 200);
        end(exchange(), 0);
        Exchange ofTheWarmUp = exchange();
        ofTheWarmUp.markSynthetic();
        end(ofTheWarmUp, 200);

        assertThat(text().lines())
                .contains(
                        "sluice_responses_total{status=\"2xx\"} 2.0",
                        "sluice_responses_total{status=\"5xx\"} 1.0",
                        "sluice_responses_total{status=\"none\"} 1.0",
                        "sluice_responses_total{status=\"3xx\"} 0.0",
                        "sluice_answer_seconds_count 1",
                        "sluice_exchange_seconds_count 3",
                        "# TYPE sluice_exchange_seconds histogram");
    }

    private static Exchange exchange() {
        return new Exchange("id", Instant.EPOCH, InetAddress.getLoopbackAddress(), "GET", "");
    }

    private void end(Exchange exchange, int status) {
        ledger.open(exchange);
        ledger.close(exchange, status, 0, 0);
    }

    private String text() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        metrics.write(null, out);
        return out.toString(UTF_8);
    }
}
