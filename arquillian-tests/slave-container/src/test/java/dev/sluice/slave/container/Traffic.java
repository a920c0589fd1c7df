package dev.sluice.slave.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.fixtures.RawConnection;
import dev.sluice.fixtures.RawResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What passes through the proxy inside the container when everything is allowed. */
interface Traffic {
    long HUNDRED_MEGABYTES = 100_000_000L;
    /** Together more than the server's heap, so that none of them can be held in memory. */
    int AT_ONCE = 5;

    Bench bench();

    @Test
    default void passesHundredMegabytesDownInConstantMemory() throws Exception {
        bench().allowAll();
        assertThat(together(() -> bench().proxy().download(bench().origin().uri("/bytes/" + HUNDRED_MEGABYTES))))
                .containsOnly(HUNDRED_MEGABYTES)
                .hasSize(AT_ONCE);
    }

    @Test
    default void passesHundredMegabytesUpInConstantMemory() throws Exception {
        bench().allowAll();
        assertThat(together(() -> bench().proxy()
                        .upload(bench().origin().uri("/upload"), HUNDRED_MEGABYTES)
                        .body()))
                .containsOnly("bytes=" + HUNDRED_MEGABYTES)
                .hasSize(AT_ONCE);
    }

    @Test
    default void forwardsEndToEndHeadersAndAddsViaOnly() throws Exception {
        bench().allowAll();
        try (RawConnection connection = bench().proxy().open()) {
            RawResponse answer = connection
                    .send(
                            "GET " + bench().origin().uri("/echo") + " HTTP/1.1",
                            "Host: localhost:" + bench().origin().port(),
                            "Connection: keep-alive, X-Hop",
                            "Proxy-Connection: keep-alive",
                            "X-Hop: for the proxy only",
                            "X-End: for the origin")
                    .read();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body().lines().map(line -> line.toLowerCase(Locale.ROOT)))
                    .anyMatch(line -> line.startsWith("via: 1.1 "))
                    .contains("x-end: for the origin")
                    .noneMatch(line -> line.startsWith("x-hop:") || line.startsWith("proxy-connection:"));
            assertThat(answer.header("via")).startsWith("1.1 ");
        }
    }

    @Test
    default void keepsTheConnectionAndPassesChunks() throws Exception {
        bench().allowAll();
        try (RawConnection connection = bench().proxy().open()) {
            for (int round = 0; round < 3; round++) {
                RawResponse answer = connection
                        .send(
                                "GET " + bench().origin().uri("/chunked/100000") + " HTTP/1.1",
                                "Host: localhost:" + bench().origin().port())
                        .read();

                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).hasSize(100_000);
            }
        }
    }

    @Test
    default void saysWhatIsWrongWithAnOriginThatCannotBeReached() throws Exception {
        bench().allowAll();
        assertThat(bench().proxy()
                        .get(bench().origin().uri("no-such-host.invalid", "/"))
                        .statusCode())
                .isEqualTo(502);
    }

    @Test
    default void listsItsMetricsAndNotTheServers() throws Exception {
        bench().allowAll();
        assertThat(bench().admin("/metrics").body())
                .contains(
                        "sluice_node_info{",
                        "sluice_exchanges_total{action=\"allow\"}",
                        "sluice_bytes_total{direction=\"down\"}",
                        "sluice_tunnels_open",
                        "sluice_policy_revision",
                        "sluice_spool_records",
                        "sluice_records_total{state=\"generated\"}",
                        "sluice_ready 1.0")
                .doesNotContain("base_gc", "vendor_");
    }

    /** One transfer, and what came of it. */
    interface Transfer<T> {
        T run() throws Exception;
    }

    private static <T> List<T> together(Transfer<T> transfer) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                running.add(clients.submit(transfer::run));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> each : running) {
                results.add(each.get());
            }
            return results;
        } finally {
            clients.shutdownNow();
        }
    }
}
