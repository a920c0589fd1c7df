package dev.sluice.slave.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlaveConfigTest {
    private static final Map<String, String> LEAST = Map.of("sluice.node.id", "slave-1", "sluice.node.data", "/data");

    private static SlaveConfig read(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(LEAST);
        values.putAll(more);
        return SlaveConfig.from(new MapConfig(values));
    }

    @Test
    void hasTheseKeysAndDefaults() {
        assertThat(read(Map.of()))
                .isEqualTo(new SlaveConfig(
                        "slave-1",
                        Path.of("/data"),
                        "",
                        "127.0.0.1",
                        8081,
                        List.of(),
                        200,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(20),
                        0,
                        1_073_741_824));
    }

    @Test
    void readsEveryKey() {
        Map<String, String> values = Map.of(
                "sluice.node.admin-url", "http://127.0.0.1:9082",
                "sluice.proxy.address", "0.0.0.0",
                "sluice.proxy.port", "0",
                "sluice.proxy.balancers", "127.0.0.1/32, 2001:db8::/32",
                "sluice.proxy.threads", "64",
                "sluice.proxy.connect-timeout", "PT1S",
                "sluice.proxy.idle-timeout", "PT2S",
                "sluice.proxy.drain-timeout", "PT3S",
                "sluice.proxy.warm-up-requests", "2000",
                "sluice.spool.max-bytes", "2000000");
        assertThat(read(values))
                .isEqualTo(new SlaveConfig(
                        "slave-1",
                        Path.of("/data"),
                        "http://127.0.0.1:9082",
                        "0.0.0.0",
                        0,
                        List.of("127.0.0.1/32", "2001:db8::/32"),
                        64,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        2000,
                        2_000_000));
    }

    @ParameterizedTest
    @CsvSource({
        "sluice.node.id,Slave 1",
        "sluice.proxy.port,65536",
        "sluice.proxy.port,-1",
        "sluice.proxy.port,http",
        "sluice.proxy.balancers,10.0.0.0/33",
        "sluice.proxy.balancers,balancer.example",
        "sluice.proxy.threads,1",
        "sluice.proxy.connect-timeout,10",
        "sluice.proxy.idle-timeout,PT0S",
        "sluice.proxy.drain-timeout,-PT1S",
        "sluice.proxy.warm-up-requests,-1",
        "sluice.spool.max-bytes,10",
    })
    void namesBadValue(String key, String value) {
        assertThatThrownBy(() -> read(Map.of(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(key, "'" + value + "'")
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sluice.proxy.prot", "sluice.unknown", "SLUICE_PROXY_PROT"})
    void refusesUnknownKey(String key) {
        assertThatThrownBy(() -> read(Map.of(key, "1"))).hasMessageContaining(key + " is not a setting");
    }

    @Test
    void takesEnvironmentVariablesAndOthersKeysForGranted() {
        assertThat(read(Map.of("SLUICE_PROXY_WARM_UP_REQUESTS", "1", "PATH", "/bin", "other.key", "x")))
                .isNotNull();
    }

    @Test
    void tellsAllProblemsAtOnce() {
        assertThatThrownBy(() -> SlaveConfig.from(new MapConfig(Map.of("sluice.proxy.port", "x"))))
                .hasMessageContainingAll(
                        "sluice.node.id is missing", "SLUICE_NODE_ID", "sluice.node.data", "proxy.port");
    }
}
