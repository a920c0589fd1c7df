package dev.sluice.broker;

import io.netty.handler.ssl.OpenSsl;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import org.apache.activemq.artemis.api.config.ActiveMQDefaultConfiguration;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.deployers.impl.FileConfigurationParser;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;

/** Reads {@code broker.xml} and fills in where this broker stands, without system properties. */
final class BrokerXml {
    static final String ACCEPTOR = "cluster";

    static Configuration read(BrokerSettings settings) throws IOException {
        var configuration = parse();
        configuration.setBrokerInstance(settings.folder().toFile());
        configuration.setJMXManagementEnabled(false);
        configuration.setClusterUser(secret());
        configuration.setClusterPassword(secret());
        configuration.getAcceptorConfigurations().forEach(acceptor -> place(acceptor, settings));
        return configuration;
    }

    private static Configuration parse() throws IOException {
        try (var xml = Objects.requireNonNull(BrokerXml.class.getResourceAsStream("broker.xml"))) {
            return new FileConfigurationParser().parseMainConfig(xml);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("broker.xml does not parse", e);
        }
    }

    private static void place(TransportConfiguration acceptor, BrokerSettings settings) {
        var parameters = acceptor.getParams();
        parameters.put(ActiveMQDefaultConfiguration.getPropPasswordCodec(), Passwords.class.getName());
        if (OpenSsl.isAvailable()) { // the JDK's TLS was half of what a connection cost
            parameters.put(TransportConstants.SSL_PROVIDER, TransportConstants.OPENSSL_PROVIDER);
        }
        parameters.put(TransportConstants.HOST_PROP_NAME, settings.host());
        parameters.put(TransportConstants.PORT_PROP_NAME, settings.port());
        parameters.put(
                TransportConstants.KEYSTORE_PATH_PROP_NAME, settings.keyStore().toString());
        parameters.put(TransportConstants.KEYSTORE_PASSWORD_PROP_NAME, Passwords.hide(settings.keyStorePassword()));
        parameters.put(
                TransportConstants.TRUSTSTORE_PATH_PROP_NAME,
                settings.trustStore().toString());
        parameters.put(TransportConstants.TRUSTSTORE_PASSWORD_PROP_NAME, Passwords.hide(settings.trustStorePassword()));
    }

    /** Nobody has to know it, so it is new at each start. */
    private static String secret() {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private BrokerXml() {}
}
