package dev.sluice.broker;

import dev.sluice.identity.ClusterCa;
import dev.sluice.identity.ClusterCa.Role;
import dev.sluice.identity.Holder;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSClient;
import org.apache.activemq.artemis.api.jms.JMSFactoryType;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/** A broker with an authority of its own, and clients with certificates. Closes them all, the newest first. */
final class BrokerRig implements AutoCloseable {
    static final String PASSWORD = "a password & of the test";

    /** Held, or java.util.logging would forget its level. */
    private static final Logger ARTEMIS = Logger.getLogger("org.apache.activemq.artemis");

    static {
        ARTEMIS.setLevel(Level.SEVERE);
    }

    private final Path folder;
    private final ClusterCa ca;
    private final BrokerSettings settings;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    BrokerRig(Path folder) throws IOException {
        this.folder = folder;
        this.ca = authority("ca");
        issueBroker();
        trust(ca, "trust.p12");
        this.settings = new BrokerSettings(
                "localhost",
                freePort(),
                folder.resolve("the broker"),
                folder.resolve("broker.p12"),
                PASSWORD,
                folder.resolve("trust.p12"),
                PASSWORD);
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    BrokerSettings settings() {
        return settings;
    }

    ClusterCa authority(String name) throws IOException {
        return ClusterCa.openOrCreate(folder.resolve(name), PASSWORD.toCharArray());
    }

    void issueBroker() throws IOException {
        ca.issue(
                Role.BROKER,
                "broker",
                List.of("localhost", "127.0.0.1"),
                folder.resolve("broker.p12"),
                PASSWORD.toCharArray());
    }

    private void trust(ClusterCa authority, String file) throws IOException {
        authority.writeTrustStore(folder.resolve(file), PASSWORD.toCharArray());
    }

    EmbeddedBroker start() throws IOException {
        return start(configuration -> {});
    }

    EmbeddedBroker start(Consumer<Configuration> change) throws IOException {
        var broker = EmbeddedBroker.start(settings, change);
        open.push(broker);
        return broker;
    }

    /** A running broker that admits two slaves. */
    EmbeddedBroker startWithNodes(Consumer<Configuration> change) throws Exception {
        var broker = start(change);
        broker.admit(Map.of("slave-1", List.of(serial("slave-1")), "slave-2", List.of(serial("slave-2"))));
        return broker;
    }

    /** The serial number of the slave's certificate. */
    String serial(String slave) throws Exception {
        identity(ca, Role.SLAVE, slave);
        return serial(keyStore(ca, Role.SLAVE, slave));
    }

    private static String serial(Path keyStore) throws Exception {
        var certificate = (X509Certificate)
                KeyStore.getInstance(keyStore.toFile(), PASSWORD.toCharArray()).getCertificate("sluice");
        return Holder.of(certificate).orElseThrow().serial();
    }

    /** Gives the slave another certificate, which its next connection shows; says its serial number. */
    String renew(String slave) throws Exception {
        Files.delete(keyStore(ca, Role.SLAVE, slave));
        return serial(slave);
    }

    Connection connect(Role role, String name) throws Exception {
        return connect(factory(ca, role, name));
    }

    Connection connect(ConnectionFactory factory) throws JMSException {
        var connection = factory.createConnection();
        open.push(connection);
        connection.start();
        return connection;
    }

    /** A client with a certificate of this authority; it trusts the broker in any case. */
    ConnectionFactory factory(ClusterCa authority, Role role, String name) throws IOException {
        return factory(identity(authority, role, name));
    }

    Map<String, Object> identity(ClusterCa authority, Role role, String name) throws IOException {
        var keyStore = keyStore(authority, role, name);
        if (!Files.exists(keyStore)) {
            authority.issue(role, name, List.of("localhost"), keyStore, PASSWORD.toCharArray());
        }
        return Map.of(
                TransportConstants.KEYSTORE_TYPE_PROP_NAME,
                "PKCS12",
                TransportConstants.KEYSTORE_PATH_PROP_NAME,
                keyStore.toString(),
                TransportConstants.KEYSTORE_PASSWORD_PROP_NAME,
                PASSWORD);
    }

    private Path keyStore(ClusterCa authority, Role role, String name) {
        return folder.resolve("%s-%s-%s.p12".formatted(name, role, authority.fingerprint()));
    }

    /** In TLS 1.2 a client learns within the handshake that it is refused; in 1.3 only when it waits for an answer. */
    ConnectionFactory tls12Factory(Map<String, Object> identity) {
        var parameters = new HashMap<>(identity);
        parameters.put(TransportConstants.ENABLED_PROTOCOLS_PROP_NAME, "TLSv1.2");
        return factory(parameters);
    }

    ConnectionFactory factory(Map<String, Object> identity) {
        var parameters = new HashMap<>(identity);
        parameters.put(TransportConstants.HOST_PROP_NAME, "localhost");
        parameters.put(TransportConstants.PORT_PROP_NAME, settings.port());
        parameters.put(TransportConstants.SSL_ENABLED_PROP_NAME, true);
        parameters.put(TransportConstants.FORCE_SSL_PARAMETERS, true);
        parameters.put(TransportConstants.TRUSTSTORE_TYPE_PROP_NAME, "PKCS12");
        parameters.put(
                TransportConstants.TRUSTSTORE_PATH_PROP_NAME,
                settings.trustStore().toString());
        parameters.put(TransportConstants.TRUSTSTORE_PASSWORD_PROP_NAME, PASSWORD);
        return closed(ActiveMQJMSClient.createConnectionFactoryWithoutHA(
                JMSFactoryType.CF, new TransportConfiguration(NettyConnectorFactory.class.getName(), parameters)));
    }

    /** A slave's connection, as the resource adapter takes it. */
    String parameters(String slave) throws IOException {
        identity(ca, Role.SLAVE, slave);
        return ("host=localhost;port=%d;sslEnabled=true;forceSSLParameters=true;keyStoreType=PKCS12;keyStorePath=%s"
                        + ";keyStorePassword=%s;trustStoreType=PKCS12;trustStorePath=%s;trustStorePassword=%s")
                .formatted(settings.port(), keyStore(ca, Role.SLAVE, slave), PASSWORD, settings.trustStore(), PASSWORD);
    }

    private ConnectionFactory closed(ActiveMQConnectionFactory factory) {
        factory.setReconnectAttempts(0);
        factory.setInitialConnectAttempts(1);
        factory.setCallTimeout(5_000);
        open.push(factory);
        return factory;
    }

    /** Closes what was opened since the broker was started. */
    void closeClients() throws Exception {
        while (!(open.peek() instanceof EmbeddedBroker)) {
            open.pop().close();
        }
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
