package dev.sluice.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus reads of master and slaves, and the rules and the dashboard that are made of it. */
@ExtendWith(ClusterExtension.class)
@Order(2)
class MetricsIT {
    private static final Path OPS = Path.of(System.getProperty("sluice.home"), "ops");
    private static final Pattern OURS = Pattern.compile("\\b(?:sluice|jvm|process)_[a-z0-9_]+");

    private final Cluster cluster;

    MetricsIT(Cluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void areAsPrometheusWantsThem(@TempDir Path temp) throws Exception {
        assertThat(problems(temp, master())).isEmpty();
        assertThat(problems(temp, slave())).isEmpty();
    }

    @Test
    void areReadWithTheTokenOnly() throws Exception {
        assertThat(askMaster("Authorization: Bearer slc_" + "x".repeat(43))).startsWith("401");
        assertThat(askMaster("Accept: text/plain")).startsWith("401");
        assertThat(master())
                .contains(
                        "sluice_master_active 1.0",
                        "sluice_master_nodes{status=\"in_sync\"}",
                        "sluice_master_node_online{node=\"slave-1\"} 1.0",
                        "sluice_master_records_total{result=\"stored\"}",
                        "sluice_master_info{version=")
                .doesNotContain("base_gc", "vendor_");
    }

    @Test
    void seesTheStoreNowAndThen() {
        Waiting.until(
                "the store was looked at",
                () -> master().contains("sluice_master_node_records{node=\"slave-1\",state=\"generated\"}")
                        && master().contains("sluice_master_database_connections{pool=\"records\""));
    }

    @Test
    void areAllThatRulesAndDashboardName() throws Exception {
        seesTheStoreNowAndThen();
        Set<String> told = names(master());
        told.addAll(names(slave()));
        for (String file : List.of("prometheus/alerts.yml", "prometheus/alerts-test.yml", "grafana/sluice.json")) {
            assertThat(told).as(file).containsAll(named(file));
        }
    }

    @Test
    void raiseTheAlertsThatTheyShould() throws Exception {
        Path rules = OPS.resolve("prometheus");
        Shell.run(rules, "promtool", "check", "rules", "alerts.yml");
        Shell.run(rules, "promtool", "test", "rules", "alerts-test.yml");
        Shell.run(rules, "promtool", "check", "config", "--syntax-only", "prometheus.yml");
        assertThat(alerts("alert: (\\w+)", "alerts.yml")).isEqualTo(alerts("alertname=\"(\\w+)\"", "alerts-test.yml"));
    }

    @Test
    void raiseNoAlertInAPrometheusThatReadsAHealthyClusterAndOneForASlaveThatHangs(@TempDir Path temp)
            throws Exception {
        String slave = Prometheus.instance(cluster.healthOf("slave-2"));
        long process = cluster.pid("slave-2");
        try (Prometheus prometheus = Prometheus.start(temp, cluster)) {
            Waiting.until("it has read master and slaves", () -> allAre("up", prometheus.targets()));
            Waiting.until("it has tried each alert", () -> allAre("ok", prometheus.rules()));
            assertThat(prometheus.targets()).hasSize(3).containsKey(slave);
            assertThat(prometheus.rules().keySet()).isEqualTo(alerts("alert: (\\w+)", "alerts.yml"));
            Waiting.until("nothing is wrong", () -> prometheus.alerts().isEmpty());

            cluster.signal("STOP", process);
            try {
                Waiting.until("it notices", () -> prometheus.alerts().stream()
                        .anyMatch(alert -> alert.contains("SluiceSlaveDown") && alert.contains(slave)));
            } finally {
                cluster.signal("CONT", process);
            }
            Waiting.until("all is well", () -> prometheus.alerts().isEmpty());
        }
        cluster.awaitAllReady();
    }

    private static boolean allAre(String health, Map<String, String> healths) {
        return !healths.isEmpty() && healths.values().stream().allMatch(health::equals);
    }

    private static Set<String> alerts(String pattern, String file) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(OPS.resolve("prometheus").resolve(file)))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String problems(Path temp, String metrics) throws IOException, InterruptedException {
        Path file = Files.writeString(temp.resolve("metrics"), metrics);
        return Shell.run(temp, "sh", "-c", "promtool check metrics < " + file);
    }

    /** The metrics that a text of them has. */
    private static Set<String> names(String metrics) {
        return metrics.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[ {]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> named(String file) throws IOException {
        return OURS.matcher(Files.readString(OPS.resolve(file)))
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String master() throws IOException, InterruptedException {
        String token = Files.readString(cluster.data().resolve("secrets/metrics-token"))
                .strip();
        String answer = askMaster("Authorization: Bearer " + token);
        assertThat(answer).startsWith("200");
        return answer.substring(answer.indexOf('\n') + 1);
    }

    /** The status of the answer, then its body. */
    private String askMaster(String header) throws IOException, InterruptedException {
        String url = "https://localhost:" + cluster.portalPort() + "/metrics";
        String authority = cluster.data().resolve("secrets/ca/ca.crt").toString();
        return curl("--cacert", authority, "-H", header, url);
    }

    private String slave() throws IOException, InterruptedException {
        InetSocketAddress at = cluster.healthOf("slave-1");
        String answer = curl("http://" + at.getHostString() + ":" + at.getPort() + "/metrics");
        return answer.substring(answer.indexOf('\n') + 1);
    }

    private static String curl(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "-w", "\\n%{http_code}"));
        command.addAll(List.of(words));
        String printed = Shell.run(Path.of("."), command.toArray(String[]::new));
        int end = printed.lastIndexOf('\n');
        return printed.substring(end + 1) + "\n" + printed.substring(0, end) + "\n";
    }
}
