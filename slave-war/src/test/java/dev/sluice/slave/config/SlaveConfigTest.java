package dev.sluice.slave.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlaveConfigTest {
    private static final Map<String, String> LEAST = Map.of(
            "sluice.node.id", "slave-1",
            "sluice.node.data", "/data",
            "sluice.node.key-store", "/secrets/slave-1.p12",
            "sluice.node.trust-store", "/secrets/truststore.p12",
            "sluice.node.store-password", "secret word");

    private static final ClusterConfig CLUSTER = new ClusterConfig(
            "", Path.of("/secrets/slave-1.p12"), Path.of("/secrets/truststore.p12"), "secret word", Optional.empty());

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| ([^|]+) \\|");

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
                        CLUSTER,
                        "127.0.0.1",
                        8081,
                        List.of(),
                        200,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(60),
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(2),
                        0,
                        1_073_741_824,
                        Duration.ofDays(30),
                        new AccessLogConfig(Optional.empty(), 104_857_600, 10)));
    }

    @Test
    void readsEveryKey() {
        Map<String, String> values = Map.ofEntries(
                Map.entry("sluice.node.admin-url", "http://127.0.0.1:9082"),
                Map.entry("sluice.node.key-id", "k7f3"),
                Map.entry("sluice.master.url", "https://master.example:8888"),
                Map.entry("sluice.proxy.address", "0.0.0.0"),
                Map.entry("sluice.proxy.port", "0"),
                Map.entry("sluice.proxy.balancers", "127.0.0.1/32, 2001:db8::/32"),
                Map.entry("sluice.proxy.threads", "64"),
                Map.entry("sluice.proxy.connect-timeout", "PT1S"),
                Map.entry("sluice.proxy.idle-timeout", "PT2S"),
                Map.entry("sluice.proxy.tunnel-idle-timeout", "PT4S"),
                Map.entry("sluice.proxy.drain-timeout", "PT3S"),
                Map.entry("sluice.proxy.drain-grace", "PT0.5S"),
                Map.entry("sluice.proxy.warm-up-requests", "2000"),
                Map.entry("sluice.spool.max-bytes", "2000000"),
                Map.entry("sluice.spool.max-age", "P7D"),
                Map.entry("sluice.access-log.file", "/var/log/sluice/access.log"),
                Map.entry("sluice.access-log.max-bytes", "5000000"),
                Map.entry("sluice.access-log.keep", "3"));
        assertThat(read(values))
                .isEqualTo(new SlaveConfig(
                        "slave-1",
                        Path.of("/data"),
                        "http://127.0.0.1:9082",
                        new ClusterConfig(
                                "k7f3",
                                CLUSTER.keyStore(),
                                CLUSTER.trustStore(),
                                CLUSTER.storePassword(),
                                Optional.of(URI.create("https://master.example:8888"))),
                        "0.0.0.0",
                        0,
                        List.of("127.0.0.1/32", "2001:db8::/32"),
                        64,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(3),
                        Duration.ofMillis(500),
                        2000,
                        2_000_000,
                        Duration.ofDays(7),
                        new AccessLogConfig(Optional.of(Path.of("/var/log/sluice/access.log")), 5_000_000, 3)));
    }

    @Test
    void isDocumentedKeyByKeyWithItsDefaults() throws IOException {
        Map<String, String> documented = documented();
        Set<String> asked = new TreeSet<>();
        SlaveConfig.from(new MapConfig(new HashMap<>(LEAST) {
            private static final long serialVersionUID = 1;

            @Override
            public @Nullable String get(Object key) {
                asked.add((String) key);
                return super.get(key);
            }
        }));
        assertThat(documented.keySet()).isEqualTo(asked);
        documented.values().removeIf(value -> value.equals("required") || value.equals("none"));
        assertThat(read(documented)).isEqualTo(read(Map.of()));
    }

    /** Keys and defaults in the slave's table. */
    private static Map<String, String> documented() throws IOException {
        String text = Files.readString(Path.of("../docs/configuration.md"));
        String table = text.substring(text.indexOf("## Slave"), text.indexOf("## Master"));
        return ROW.matcher(table)
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1), row -> row.group(2).replace("`", ""), (a, b) -> a, TreeMap::new));
    }

    @ParameterizedTest
    @CsvSource({
        "sluice.node.id,Slave 1",
        "sluice.master.url,http://master.example:8888",
        "sluice.master.url,https://",
        "sluice.master.url,master example",
        "sluice.proxy.port,65536",
        "sluice.proxy.port,-1",
        "sluice.proxy.port,http",
        "sluice.proxy.balancers,10.0.0.0/33",
        "sluice.proxy.balancers,balancer.example",
        "sluice.proxy.threads,1",
        "sluice.proxy.connect-timeout,10",
        "sluice.proxy.idle-timeout,PT0S",
        "sluice.proxy.tunnel-idle-timeout,10m",
        "sluice.proxy.drain-timeout,-PT1S",
        "sluice.proxy.drain-grace,PT0S",
        "sluice.proxy.warm-up-requests,-1",
        "sluice.spool.max-bytes,10",
        "sluice.spool.max-age,30",
        "sluice.access-log.file,access.log",
        "sluice.access-log.max-bytes,10",
        "sluice.access-log.keep,-1",
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
    void neverShowsThePassword() {
        assertThat(read(Map.of()).toString()).doesNotContain("secret word").contains("/secrets/truststore.p12");
    }

    @Test
    void tellsAllProblemsAtOnce() {
        assertThatThrownBy(() -> SlaveConfig.from(new MapConfig(Map.of("sluice.proxy.port", "x"))))
                .hasMessageContainingAll(
                        "sluice.node.id is missing", "SLUICE_NODE_ID", "sluice.node.data", "proxy.port");
    }
}
