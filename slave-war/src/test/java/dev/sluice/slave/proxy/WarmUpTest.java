package dev.sluice.slave.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private final Gateway.Settings settings = new Gateway.Settings();
    private Gateway gateway = new Gateway(settings);

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void isReadyAtOnceWithoutWarmUp() {
        assertThat(gateway.server.ready()).isTrue();
    }

    @Test
    void leavesNoRecordAndNeedsNoPolicy() {
        gateway.close();
        settings.warmUpRequests = 500;
        gateway = new Gateway(settings);
        gateway.policy.set(Optional.empty());
        await().until(gateway.server::ready);
        assertThat(gateway.server.exchanges()).isZero();
        assertThat(gateway.server.traffic().bytesDown()).isZero();
        assertThat(gateway.records).isEmpty();
        assertThat(gateway.lookups).contains("127.0.0.1");
    }

    @Test
    void servesNobodyWhoSaysHeWarmsUp() {
        gateway.policy.set(Optional.empty());
        try (Origin origin = Origin.ok("x");
                RawClient client = gateway.connect()) {
            assertThat(client.request("GET", origin.uri("/"), WarmUp.HEADER + ": 1\r\n")
                            .read()
                            .status())
                    .isEqualTo(503);
            gateway.record();
        }
    }
}
