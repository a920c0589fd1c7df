package dev.sluice.master.container;

import static org.awaitility.Awaitility.await;

import dev.sluice.enrollment.ActivationKey;
import dev.sluice.enrollment.EnrollmentAnswer.Approved;
import dev.sluice.enrollment.EnrollmentClient;
import dev.sluice.enrollment.EnrollmentCodec;
import dev.sluice.enrollment.EnrollmentProgress;
import dev.sluice.enrollment.EnrollmentRefusedException;
import dev.sluice.enrollment.EnrollmentRequest;
import dev.sluice.fixtures.Folders;
import dev.sluice.fixtures.FreePorts;
import dev.sluice.fixtures.RestClient;
import dev.sluice.fixtures.StandInSlave;
import dev.sluice.fixtures.TestBroker;
import dev.sluice.fixtures.TestDatabase;
import dev.sluice.fixtures.TestIdentities;
import dev.sluice.identity.NodeIdentity;
import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.PolicyCodec;
import dev.sluice.jms.Protocol;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What stands around the master: certificates, database, broker, and the server that it is deployed on. */
final class Bench implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static @Nullable Bench running;

    private final TestIdentities identities;
    private final TestDatabase database;
    private final TestBroker broker;
    private final PayaraServer server;
    private final Path adminPasswordFile;
    private final ActivationKey key;
    private final Path keyFile;
    private final Set<String> joined = new HashSet<>();
    private final AtomicLong boots = new AtomicLong(Instant.now().getEpochSecond());
    private @Nullable RestClient admin;

    static synchronized void start() {
        if (running == null) {
            try {
                Bench bench = new Bench(
                        folder("master.servers"), Folders.fresh(folder("master.work")), folder("master.boot"));
                System.setProperty("master.port.admin", "" + bench.server.adminPort());
                System.setProperty("master.port.http", "" + bench.server.httpPort());
                running = bench;
            } catch (IOException e) {
                throw new IllegalStateException("The bench did not start: " + e.getMessage(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while the bench started", e);
            }
        }
    }

    /** One beside the one for all, for a test that ends the server. */
    static Bench apart(String name) throws IOException, InterruptedException {
        return new Bench(
                folder("master.servers"),
                Folders.fresh(folder("master.work").resolveSibling(name)),
                folder("master.boot"));
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

    /** The built archive of this name. */
    static Path archive(String name) {
        Path archive = folder("master.servers").resolve(name);
        if (!Files.isRegularFile(archive)) {
            throw new IllegalStateException(archive + " is missing; ./mvnw verify -pl :master-container -am makes it");
        }
        return archive;
    }

    private Bench(Path servers, Path work, Path boot) throws IOException, InterruptedException {
        identities = new TestIdentities(
                work.resolve("secrets"), UUID.randomUUID().toString(), "slave-1", "slave-2", "slave-3");
        database = TestDatabase.start();
        broker = new TestBroker(work.resolve("broker"), FreePorts.next(), identities);
        adminPasswordFile = Files.writeString(
                work.resolve("secrets").resolve("initial-admin-password"),
                UUID.randomUUID().toString());
        key = ActivationKey.create(identities.authority().fingerprint());
        keyFile = Files.writeString(work.resolve("secrets").resolve("activation-key"), key.text());
        server = new PayaraServer(servers.resolve("payara6"), work, serverSettings(boot), environment());
        server.administer(Files.readAllLines(boot.resolve("deploy.txt")).stream()
                .map(line -> line.replace("@RAR@", archive("artemis-ra.rar").toString()))
                .toList());
    }

    TestDatabase database() {
        return database;
    }

    TestBroker broker() {
        return broker;
    }

    TestIdentities identities() {
        return identities;
    }

    /** The key that the master knows from its start. */
    ActivationKey key() {
        return key;
    }

    /** A slave's side of the broker, each time with a later boot. Joins the cluster the first time. */
    StandInSlave slave(String node) throws IOException, InterruptedException {
        if (joined.add(node)) {
            try {
                join(node, key);
            } catch (EnrollmentRefusedException e) {
                throw new IOException("The master does not let " + node + " in: " + e.getMessage(), e);
            }
        }
        return new StandInSlave(identities, broker.port(), node, boots.incrementAndGet());
    }

    /** As if all certificates had been issued an hour earlier: the first one is too new for a next one. */
    void ageCertificates() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE node_certificate SET issued_at = issued_at - interval '1 hour'");
        }
    }

    /** Has a node join as the product does, and puts its certificate in place. */
    Approved join(String node, ActivationKey with)
            throws IOException, InterruptedException, EnrollmentRefusedException {
        NodeIdentity identity = identities.identity(node);
        Approved approved = new EnrollmentClient(portal(), with, Clock.systemUTC())
                .enrol(node, identity.request(node), version(), PATIENCE, new Silent());
        identity.accept(approved.chain(), identities.authority().certificate());
        return approved;
    }

    /** Has a node join that speaks this protocol, and connects it to the broker. */
    StandInSlave slave(String node, Protocol protocol) throws IOException, InterruptedException {
        NodeIdentity identity = identities.identity(node);
        EnrollmentRequest request = EnrollmentRequest.of(
                key,
                node,
                identity.request(node),
                version(),
                protocol,
                Clock.systemUTC().instant());
        String answer = stranger()
                .post("/api/v1/enrollments", EnrollmentCodec.write(request))
                .body();
        try {
            Approved approved = (Approved) EnrollmentCodec.readAnswer(answer);
            identity.accept(approved.chain(), identities.authority().certificate());
        } catch (MalformedMessageException e) {
            throw new IOException("The master does not let " + node + " in: " + answer, e);
        }
        return new StandInSlave(identities, broker.port(), node, boots.incrementAndGet(), protocol);
    }

    static String version() {
        return Objects.requireNonNull(System.getProperty("master.version"), "run these tests with ./mvnw verify");
    }

    private static final class Silent implements EnrollmentProgress {
        @Override
        public void masterIsAway(String why) {}

        @Override
        public void waitsForApproval(String id) {}

        @Override
        public void mustWait(Duration time) {}
    }

    URI portal() {
        return URI.create("https://localhost:" + server.httpsPort());
    }

    /** A client of portal and REST that has not logged in. */
    RestClient stranger() {
        return new RestClient(portal(), identities.trustStore(), identities.password());
    }

    /** A client that shows an administrator's token. */
    synchronized RestClient admin() throws IOException, InterruptedException {
        RestClient known = admin;
        if (known == null) {
            known = stranger();
            if (known.logIn("admin", adminPassword()).statusCode() != 201) {
                throw new IOException("The administrator got no token");
            }
            admin = known;
        }
        return known;
    }

    /** Makes the policy the draft and publishes it to all. */
    Revision publish(PolicyBundle policy) throws IOException, InterruptedException {
        return publish(policy, "{\"comment\": \"A test.\"}");
    }

    /** @param wish what is asked for, as JSON */
    Revision publish(PolicyBundle policy, String wish) throws IOException, InterruptedException {
        HttpResponse<String> saved = admin().put("/api/v1/policy/draft", PolicyCodec.write(policy), "*");
        HttpResponse<String> answer = admin().post("/api/v1/policy/publish", wish);
        if (saved.statusCode() != 200 || answer.statusCode() != 201) {
            throw new IOException("Not published: " + saved.body() + " " + answer.body());
        }
        JsonObject published = RestClient.json(answer).asJsonObject();
        return new Revision(published.getInt("epoch"), published.getInt("number"));
    }

    /** The node as REST shows it. */
    JsonObject node(String id) throws IOException, InterruptedException {
        return admin().read("/api/v1/nodes/" + id).asJsonObject();
    }

    void awaitStatus(String node, String status) {
        await(node + " is " + status).atMost(PATIENCE).until(() -> node(node).getString("status"), status::equals);
    }

    /** How much of this kind the master has refused since its start. */
    long refused(String kind) throws IOException, InterruptedException {
        return admin().read("/api/v1/refused").asJsonObject().getInt(kind);
    }

    String adminPassword() throws IOException {
        return Files.readString(adminPasswordFile).strip();
    }

    PayaraServer server() {
        return server;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            broker.close();
            database.close();
        }
    }

    /** The product's own settings, but for the plain listener, over which Arquillian talks to the tests inside. */
    private List<String> serverSettings(Path boot) throws IOException {
        String tls = "set configs.config.server-config.network-config.protocols.protocol.http-listener-2.ssl.";
        Stream<String> portal = Stream.of(
                tls + "key-store=" + identities.keyStore("portal"),
                tls + "key-store-password=" + identities.password(),
                tls + "cert-nickname=sluice");
        Stream<String> product = Files.readAllLines(boot.resolve("preboot.txt")).stream()
                .filter(line -> !line.contains("http-listener-1.enabled"));
        return Stream.concat(portal, product).toList();
    }

    private Map<String, String> environment() {
        return Map.of(
                "BROKER_PARAMS",
                "host=127.0.0.1;port=" + broker.port() + ";sslEnabled=true;forceSSLParameters=true"
                        + ";keyStoreType=PKCS12;keyStorePath=" + identities.keyStore("master")
                        + ";keyStorePassword=" + identities.password()
                        + ";trustStoreType=PKCS12;trustStorePath=" + identities.trustStore()
                        + ";trustStorePassword=" + identities.password(),
                "SLUICE_DATABASE_URL",
                database.jdbcUrl(),
                "SLUICE_DATABASE_USER",
                database.user(),
                "SLUICE_DATABASE_PASSWORD",
                database.password(),
                "SLUICE_CA_KEY_STORE",
                identities.authorityKeyStore().toString(),
                "SLUICE_CA_PASSWORD",
                identities.password(),
                "SLUICE_BROKER_PORT",
                "" + broker.port(),
                "SLUICE_ENROLLMENT_INITIAL_KEY_FILE",
                keyFile.toString(),
                "SLUICE_ADMIN_INITIAL_PASSWORD_FILE",
                adminPasswordFile.toString());
    }

    private static Path folder(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException(property + " is not set; run these tests with ./mvnw verify");
        }
        return Path.of(value).normalize();
    }
}
