package dev.sluice.slave.container;

import static org.awaitility.Awaitility.await;

import dev.sluice.fixtures.Folders;
import dev.sluice.fixtures.Origin;
import dev.sluice.fixtures.ProxyClient;
import dev.sluice.fixtures.StandInMaster;
import dev.sluice.fixtures.TestBroker;
import dev.sluice.fixtures.TestIdentities;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;

/** What stands around the slave: certificates, broker, the master's side of it, an origin, and a client of the proxy. */
final class Bench {
    static final String NODE = "slave-1";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static @Nullable Bench running;

    private final HttpClient adminClient = HttpClient.newHttpClient();
    private final Origin origin = new Origin();
    private final TestBroker broker;
    private final StandInMaster master;
    private final ProxyClient proxy;

    static synchronized void start() {
        if (running == null) {
            Folders.fresh(folder("slave.temp"));
            Folders.fresh(folder("slave.node.data"));
            running = new Bench(Folders.fresh(folder("slave.secrets")));
        }
    }

    static synchronized void stop() {
        Bench bench = running;
        running = null;
        if (bench != null) {
            bench.close();
        }
    }

    static synchronized Bench current() {
        return Objects.requireNonNull(running, "The bench is not running");
    }

    /** The slave as it is built. */
    static WebArchive slave() {
        Path war = folder("slave.servers").resolve("slave.war");
        if (!Files.isRegularFile(war)) {
            throw new IllegalStateException(war + " is missing; ./mvnw verify -pl :slave-container -am makes it");
        }
        return ShrinkWrap.create(ZipImporter.class, "slave.war")
                .importFrom(war.toFile())
                .as(WebArchive.class);
    }

    private Bench(Path secrets) {
        TestIdentities identities = new TestIdentities(secrets, setting("slave.password"), NODE);
        int port = Integer.parseInt(setting("slave.port.broker"));
        broker = new TestBroker(secrets.resolve("broker"), port, identities);
        master = new StandInMaster(identities, port);
        proxy = new ProxyClient(Integer.parseInt(setting("slave.port.proxy")));
    }

    TestBroker broker() {
        return broker;
    }

    StandInMaster master() {
        return master;
    }

    Origin origin() {
        return origin;
    }

    ProxyClient proxy() {
        return proxy;
    }

    /** Asks the slave's own health and metrics. */
    HttpResponse<String> admin(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + setting("slave.port.admin") + path);
        return adminClient.send(HttpRequest.newBuilder(uri).timeout(PATIENCE).build(), BodyHandlers.ofString());
    }

    /** The value of one line of the metrics, for instance {@code sluice_policy_revision}. */
    double metric(String line) throws IOException, InterruptedException {
        return admin("/metrics")
                .body()
                .lines()
                .filter(each -> each.startsWith(line + " "))
                .findFirst()
                .map(each -> Double.parseDouble(each.substring(line.length() + 1)))
                .orElseThrow(() -> new IllegalStateException("There is no metric " + line));
    }

    /** All that is in the files of the slave's spool, a character for each byte. */
    String spoolBytes() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder("slave.node.data").resolve("spool"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    /** The slave's own access.log. */
    String accessLog() throws IOException {
        return Files.readString(folder("slave.node.data").resolve("access.log"));
    }

    /** Waits until clients may be sent to the slave. */
    void awaitReady() {
        await("the slave is ready")
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> admin("/health/ready").statusCode() == 200);
    }

    /** Lets everything through from here on. */
    void allowAll() {
        master.publishTo(NODE, Rules.ALLOW_ALL);
        awaitReady();
    }

    private void close() {
        master.close();
        broker.close();
        origin.close();
    }

    private static Path folder(String property) {
        return Path.of(setting(property)).normalize();
    }

    private static String setting(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException(property + " is not set; run these tests with ./mvnw verify");
        }
        return value;
    }
}
