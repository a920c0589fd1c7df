package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.Destinations;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** The files as an Artemis broker of its own reads them. */
class ExternalBrokerTest {
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
                        Destinations.ADMISSION,
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
    void knowsClientsAsTheEmbeddedBrokerDoes() throws Exception {
        try (var xml = EmbeddedBroker.class.getResourceAsStream("bootstrap.xml")) {
            var managers = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(xml)
                    .getElementsByTagName("security-manager");

            assertThat(managers.getLength()).isEqualTo(1);
            var name = ((Element) managers.item(0)).getAttribute("class-name");
            assertThat(make(name)).isInstanceOf(CertificateSecurity.class);
        }
    }

    @Test
    void runsThePluginsThatTheEmbeddedBrokerRuns() throws Exception {
        assertThat(settings().getBrokerPlugins())
                .hasExactlyElementsOfTypes(AdmissionPlugin.class, FrameLimit.class, NewestStates.class);
        for (var name : settings().getIncomingInterceptorClassNames()) {
            assertThat(make(name)).isInstanceOf(LargeMessagesOfTheMasterOnly.class);
        }
        assertThat(settings().getIncomingInterceptorClassNames()).hasSize(1);
    }

    /** As Artemis does it. */
    private static Object make(String className) throws ReflectiveOperationException {
        return Class.forName(className).getConstructor().newInstance();
    }

    /** Their key has the certificate's name in it, but not its serial number. */
    @Test
    void cachesNoDecision() throws Exception {
        assertThat(settings().getAuthenticationCacheSize()).isZero();
        assertThat(settings().getAuthorizationCacheSize()).isZero();
    }
}
