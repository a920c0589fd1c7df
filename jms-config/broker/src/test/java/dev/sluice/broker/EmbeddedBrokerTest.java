package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.identity.ClusterCa.Role;
import dev.sluice.jms.Destinations;
import jakarta.jms.JMSSecurityException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
    @TempDir
    Path folder;

    private BrokerRig rig;

    @BeforeEach
    void makeRig() throws Exception {
        rig = new BrokerRig(folder.resolve("first"));
    }

    @AfterEach
    void stopAll() throws Exception {
        rig.close();
    }

    @Test
    void declaresItsAddressesAgainWhenItsFolderIsGone() throws Exception {
        try (var broker = rig.startWithNodes(configuration -> {})) {
            assertThat(broker.isRunning()).isTrue();
        }
        delete(rig.settings().folder());

        rig.startWithNodes(configuration -> {});

        var slave = rig.connect(Role.SLAVE, "slave-1").createSession();
        assertThat(slave.createConsumer(slave.createTopic(Destinations.POLICY))).isNotNull();
        assertThat(slave.createConsumer(slave.createTopic(Destinations.commands("slave-1"))))
                .isNotNull();
        assertThat(slave.createProducer(slave.createQueue(Destinations.RECORDS)))
                .isNotNull();
        assertThat(slave.createProducer(slave.createQueue(Destinations.STATE))).isNotNull();
        var master = rig.connect(Role.MASTER, "master").createSession();
        assertThat(master.createConsumer(master.createQueue(Destinations.DEAD_LETTERS)))
                .isNotNull();
    }

    @Test
    void twoRunSideBySideAndKnowOnlyTheirOwn() throws Exception {
        try (var second = new BrokerRig(folder.resolve("second"))) {
            rig.startWithNodes(configuration -> {});
            var other = second.start();
            other.admit(Map.of("elsewhere", List.of(second.serial("elsewhere"))));

            assertThat(rig.connect(Role.SLAVE, "slave-1")).isNotNull();
            assertThat(second.connect(Role.SLAVE, "elsewhere")).isNotNull();
            assertThatThrownBy(() -> second.connect(Role.SLAVE, "slave-1")).isInstanceOf(JMSSecurityException.class);
            assertThatThrownBy(() -> rig.connect(Role.SLAVE, "elsewhere")).isInstanceOf(JMSSecurityException.class);
        }
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        try (var taken = new ServerSocket(rig.settings().port())) {
            assertThatThrownBy(rig::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("the broker cannot start on localhost:" + taken.getLocalPort())
                    .hasMessageEndingWith("Address already in use");
        }
        assertThat(rig.start().isRunning()).as("once the port is free").isTrue();
    }

    @Test
    void logsNoPasswordWhenItCannotListen() throws Exception {
        var lines = new ByteArrayOutputStream();
        var handler = new StreamHandler(lines, new SimpleFormatter());
        handler.setLevel(Level.ALL);
        var root = Logger.getLogger("");
        root.addHandler(handler);
        try (var taken = new ServerSocket(rig.settings().port())) {
            assertThatThrownBy(rig::start).hasMessageContaining(":" + taken.getLocalPort());
        } finally {
            root.removeHandler(handler);
            handler.close();
        }
        assertThat(lines.toString(StandardCharsets.UTF_8))
                .contains("Error starting the Acceptor", "keyStorePassword=")
                .doesNotContain(BrokerRig.PASSWORD);
    }

    @Test
    void showsARenewedCertificateWithoutARestart() throws Exception {
        rig.start();
        var old = certificateShown();
        rig.issueBroker();

        // Artemis opens its listener anew, which refuses a connection for a moment and keeps those that are there.
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> assertThat(certificateShown()).isNotEqualTo(old));
    }

    private BigInteger certificateShown() throws Exception {
        var trusted = TrustManagerFactory.getInstance("PKIX");
        trusted.init(KeyStore.getInstance(rig.settings().trustStore().toFile(), BrokerRig.PASSWORD.toCharArray()));
        var context = SSLContext.getInstance("TLS");
        context.init(null, trusted.getTrustManagers(), null);
        try (var socket = (SSLSocket) context.getSocketFactory()
                .createSocket("localhost", rig.settings().port())) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    @Test
    void givesUpOnAFolderThatAnotherBrokerHolds() throws Exception {
        rig.start();

        assertThatThrownBy(() -> EmbeddedBroker.start(onPort(BrokerRig.freePort()), configuration -> {
                    configuration.setJournalLockAcquisitionTimeout(100);
                }))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the broker cannot start");
    }

    @Test
    void refusesAStoreThatThePasswordDoesNotOpen() {
        var settings = rig.settings();
        var wrong = new BrokerSettings(
                settings.host(),
                settings.port(),
                settings.folder(),
                settings.keyStore(),
                "wrong",
                settings.trustStore(),
                settings.trustStorePassword());

        assertThatThrownBy(() -> EmbeddedBroker.start(wrong))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot open %s: keystore password was incorrect", settings.keyStore());
    }

    @Test
    void letsOnlyTheOwnerIntoItsFolder() throws Exception {
        rig.start();

        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(rig.settings().folder())))
                .isEqualTo("rwx------");
    }

    @Test
    void keepsPasswordsOutOfItsSettingsText() {
        assertThat(rig.settings().toString()).doesNotContain(BrokerRig.PASSWORD).contains("broker.p12");
    }

    @Test
    void isNotRunningOnceClosed() throws Exception {
        var broker = rig.start();
        broker.close();

        assertThat(broker.isRunning()).isFalse();
        await().untilAsserted(() -> new ServerSocket(rig.settings().port()).close());
    }

    private BrokerSettings onPort(int port) {
        var settings = rig.settings();
        return new BrokerSettings(
                settings.host(),
                port,
                settings.folder(),
                settings.keyStore(),
                settings.keyStorePassword(),
                settings.trustStore(),
                settings.trustStorePassword());
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
