package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.Destinations;
import java.nio.file.Path;
import java.security.URIParameter;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.Configuration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files as an Artemis broker of its own reads them. */
class ExternalBrokerTest {
    @TempDir
    Path folder;

    @Test
    void declaresEveryDestinationAndNoOther() throws Exception {
        var declared = new TreeMap<String, RoutingType>();
        for (var address : settings().getAddressConfigurations()) {
            assertThat(address.getRoutingTypes()).hasSize(1);
            declared.put(address.getName(), address.getRoutingTypes().iterator().next());
        }

        assertThat(declared)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        Destinations.POLICY,
                        RoutingType.MULTICAST,
                        Destinations.RECORDS,
                        RoutingType.ANYCAST,
                        Destinations.STATE,
                        RoutingType.ANYCAST,
                        Destinations.DEAD_LETTERS,
                        RoutingType.ANYCAST,
                        "sluice.expired",
                        RoutingType.ANYCAST));
    }

    @Test
    void listensOnLoopbackUntilToldOtherwise() throws Exception {
        var acceptor = settings().getAcceptorConfigurations().iterator().next();

        assertThat(acceptor.getParams())
                .containsEntry("host", "127.0.0.1")
                .containsEntry("port", "61617")
                .containsEntry("needClientAuth", "true");
    }

    private static FileConfiguration settings() throws Exception {
        var configuration = new FileConfiguration();
        var deployment = new FileDeploymentManager("dev/sluice/broker/broker.xml");
        deployment.addDeployable(configuration);
        deployment.readConfiguration();
        return configuration;
    }

    @Test
    void logsInAsTheEmbeddedBrokerDoes() throws Exception {
        var file = Objects.requireNonNull(EmbeddedBroker.class.getResource("login.config"));
        var external = Configuration.getInstance("JavaLoginConfig", new URIParameter(file.toURI()))
                .getAppConfigurationEntry("activemq");
        var embedded = new CertificateLogin(AdmittedUsers.in(folder)).getAppConfigurationEntry("any");

        assertThat(external).hasSize(1);
        assertThat(external[0].getLoginModuleName()).isEqualTo(embedded[0].getLoginModuleName());
        assertThat(external[0].getControlFlag()).isEqualTo(embedded[0].getControlFlag());
        assertThat(options(external[0])).isEqualTo(options(embedded[0]));
    }

    /** Except for the folder, which an external broker takes from where its login.config is. */
    private static Map<String, Object> options(AppConfigurationEntry entry) {
        var options = new TreeMap<String, Object>(entry.getOptions());
        options.remove("baseDir");
        return options;
    }
}
