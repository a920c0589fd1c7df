package dev.sluice.master.container;

import dev.sluice.fixtures.Folders;
import dev.sluice.fixtures.FreePorts;
import dev.sluice.fixtures.RestClient;
import dev.sluice.fixtures.StandInSlave;
import dev.sluice.fixtures.TestBroker;
import dev.sluice.fixtures.TestDatabase;
import dev.sluice.fixtures.TestIdentities;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What stands around the master: certificates, database, broker, and the server that it is deployed on. */
final class Bench {
    private static @Nullable Bench running;

    private final TestIdentities identities;
    private final TestDatabase database;
    private final TestBroker broker;
    private final PayaraServer server;
    private final Path adminPasswordFile;
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

    /** A slave's side of the broker, each time with a later boot. */
    StandInSlave slave(String node) {
        return new StandInSlave(identities, broker.port(), node, boots.incrementAndGet());
    }

    /** A client of portal and REST that has not logged in. */
    RestClient stranger() {
        return new RestClient(
                URI.create("https://localhost:" + server.httpsPort()), identities.trustStore(), identities.password());
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

    String adminPassword() throws IOException {
        return Files.readString(adminPasswordFile).strip();
    }

    private void close() {
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
