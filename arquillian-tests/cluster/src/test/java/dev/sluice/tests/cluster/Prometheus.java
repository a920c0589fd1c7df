package dev.sluice.tests.cluster;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A real Prometheus that reads the cluster as our example of its configuration says, only more often, with our alerts. */
final class Prometheus implements AutoCloseable {
    private static final Path EXAMPLE = Path.of(System.getProperty("sluice.home"), "ops", "prometheus");

    private final URI base;
    private final Process process;

    private Prometheus(URI base, Process process) {
        this.base = base;
        this.process = process;
    }

    /** @param folder an empty one, of its own */
    static Prometheus start(Path folder, Cluster cluster) throws IOException, InterruptedException {
        Path configuration = Files.writeString(folder.resolve("prometheus.yml"), configuration(cluster));
        Files.copy(EXAMPLE.resolve("alerts.yml"), folder.resolve("alerts.yml"));
        int port = freePort();
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        return new Prometheus(URI.create("http://127.0.0.1:" + port), process);
    }

    /** What the example says is to be changed, and how often it looks. */
    private static String configuration(Cluster cluster) throws IOException, InterruptedException {
        Path secrets = cluster.data().resolve("secrets");
        return Files.readString(EXAMPLE.resolve("prometheus.yml"))
                .replace("15s", "2s")
                .replace(
                        "/etc/prometheus/sluice-metrics-token",
                        secrets.resolve("metrics-token").toString())
                .replace(
                        "/etc/prometheus/sluice-ca.crt",
                        secrets.resolve("ca/ca.crt").toString())
                .replace("gateway.example:8888", "localhost:" + cluster.portalPort())
                .replace("127.0.0.1:9081", instance(cluster.healthOf("slave-1")))
                .replace("127.0.0.1:9082", instance(cluster.healthOf("slave-2")));
    }

    /** What its alerts call the slave whose health is there. */
    static String instance(InetSocketAddress health) {
        return health.getHostString() + ":" + health.getPort();
    }

    /** The health of what it reads, by its address: up, down or unknown. */
    Map<String, String> targets() throws IOException {
        return ask("targets").getJsonArray("activeTargets").getValuesAs(JsonObject.class).stream()
                .collect(Collectors.toMap(
                        target -> target.getJsonObject("labels").getString("instance"),
                        target -> target.getString("health")));
    }

    /** The health of each alert, by its name: ok, err or unknown. */
    Map<String, String> rules() throws IOException {
        return ask("rules").getJsonArray("groups").getValuesAs(JsonObject.class).stream()
                .flatMap(group -> group.getJsonArray("rules").getValuesAs(JsonObject.class).stream())
                .collect(Collectors.toMap(rule -> rule.getString("name"), rule -> rule.getString("health")));
    }

    /** The alerts that fire or are about to: state, name and labels of each. */
    List<String> alerts() throws IOException {
        return ask("alerts").getJsonArray("alerts").getValuesAs(JsonObject.class).stream()
                .map(alert -> alert.getString("state") + " " + alert.getJsonObject("labels"))
                .toList();
    }

    private JsonObject ask(String what) throws IOException {
        try (InputStream in = base.resolve("/api/v1/" + what).toURL().openStream()) {
            return Json.createReader(in).readObject().getJsonObject("data");
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
