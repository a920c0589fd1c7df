package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.identity.ClusterCa.Role;
import dev.sluice.jms.Destinations;
import dev.sluice.ra.SteadyResourceAdapter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.activemq.artemis.api.core.ActiveMQNotConnectedException;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.ra.ConnectionFactoryProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The neighbour's ra.xml, which no compiler reads, against the classes and the broker that it speaks of. */
class ResourceAdapterTest {
    private static final Path RA_XML = Path.of("../artemis-rar/src/main/rar/META-INF/ra.xml");
    private static final int LARGEST_BATCH = 256 * 1024;

    @TempDir
    Path folder;

    @Test
    void namesClassesThatAreThere() throws Exception {
        var names = elements(xml(), "*").stream()
                .filter(element -> element.getTagName().matches(".*-(class|interface|type)"))
                .map(Node::getTextContent)
                .filter(name -> name.matches("(org|jakarta|java|dev)\\..*"))
                .toList();

        assertThat(names).hasSizeGreaterThan(15);
        for (var name : names) {
            assertThat(Class.forName(name)).isNotNull();
        }
    }

    @Test
    void setsOnlyWhatTheClassesHave() throws Exception {
        for (var property : elements(xml(), "config-property")) {
            var type = Class.forName(text(property, "config-property-type"));

            assertThat(owner(property).getMethod("set" + text(property, "config-property-name"), type))
                    .isNotNull();
            value(property, type);
        }
    }

    @Test
    void keepsTheLargestBatchOutOfFilesOfItsOwn() throws Exception {
        try (var rig = new BrokerRig(folder)) {
            rig.startWithNodes(configuration -> {});
            var factory = (ActiveMQConnectionFactory) rig.factory(rig.authority("ca"), Role.SLAVE, "slave-1");
            factory.setMinLargeMessageSize(Integer.parseInt(valueOf("MinLargeMessageSize")));
            try (var slave = rig.connect(factory).createSession()) {
                var batch = slave.createBytesMessage();
                batch.writeBytes(new byte[LARGEST_BATCH]);
                slave.createProducer(slave.createQueue(Destinations.RECORDS)).send(batch);
            }

            assertThat(rig.settings().folder().resolve("data/large-messages")).isEmptyDirectory();
        }
    }

    @Test
    void subscribesABeanToTheTopicOfItsNode() throws Exception {
        try (var rig = new BrokerRig(folder)) {
            rig.startWithNodes(configuration -> {});
            var topic = Destinations.commands("slave-1");
            var master = rig.connect(Role.MASTER, "master").createSession();
            var producer = master.createProducer(master.createTopic(topic));
            try (var bean = new MessageDrivenBean(rig.parameters("slave-1"), topic)) {
                await().untilAsserted(() -> {
                    producer.send(master.createTextMessage("now"));
                    assertThat(bean.texts()).contains("now");
                });
            }
        }
    }

    @Test
    void bringsABeanBackWhenItsNodeIsAdmittedAgainWithARenewedCertificate() throws Exception {
        try (var rig = new BrokerRig(folder)) {
            var broker = rig.startWithNodes(configuration -> {});
            var topic = Destinations.commands("slave-1");
            var master = rig.connect(Role.MASTER, "master").createSession();
            var producer = master.createProducer(master.createTopic(topic));
            try (var bean = new MessageDrivenBean(rig.parameters("slave-1"), topic)) {
                await().untilAsserted(() -> {
                    producer.send(master.createTextMessage("before"));
                    assertThat(bean.texts()).contains("before");
                });
                var renewed = rig.renew("slave-1");

                broker.admit(Map.of("slave-1", List.of(renewed)));

                await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                    producer.send(master.createTextMessage("after"));
                    assertThat(bean.texts()).contains("after");
                });
            }
        }
    }

    @Test
    void bringsABeanBackWhoseConnectionWasReplacedWhileItWasSetUp() throws Exception {
        try (var rig = new BrokerRig(folder)) {
            rig.startWithNodes(configuration -> {});
            var topic = Destinations.commands("slave-1");
            var master = rig.connect(Role.MASTER, "master").createSession();
            var producer = master.createProducer(master.createTopic(topic));
            var adapter = new ReplacedAtStart();
            try (var bean = new MessageDrivenBean(adapter, rig.parameters("slave-1"), topic)) {
                await().untilAsserted(() -> {
                    producer.send(master.createTextMessage("now"));
                    assertThat(bean.texts()).contains("now");
                });
                assertThat(adapter.replaced).isTrue();
            }
        }
    }

    /** Its first connection fails in the moment in which the first session on it is started. */
    private static final class ReplacedAtStart extends SteadyResourceAdapter {
        private static final long serialVersionUID = 1L;

        private final AtomicBoolean replaced = new AtomicBoolean();

        @Override
        public ActiveMQConnectionFactory newConnectionFactory(ConnectionFactoryProperties properties) {
            var factory = super.newConnectionFactory(properties);
            factory.getServerLocator().addOutgoingInterceptor((packet, connection) -> {
                if (packet.getType() == PacketImpl.SESS_START && replaced.compareAndSet(false, true)) {
                    connection.fail(new ActiveMQNotConnectedException("cut")); // back when there is another one
                }
                return true;
            });
            return factory;
        }
    }

    @Test
    void givesABeanNothingOfAnotherNode() throws Exception {
        try (var rig = new BrokerRig(folder)) {
            rig.startWithNodes(configuration -> {});
            var topic = Destinations.commands("slave-2");
            var master = rig.connect(Role.MASTER, "master").createSession();
            var producer = master.createProducer(master.createTopic(topic));
            try (var spy = new MessageDrivenBean(rig.parameters("slave-1"), topic);
                    var owner = new MessageDrivenBean(rig.parameters("slave-2"), topic)) {
                await().untilAsserted(() -> {
                    producer.send(master.createTextMessage("for slave-2"));
                    assertThat(owner.texts()).hasSizeGreaterThan(10);
                });
                assertThat(spy.texts()).isEmpty();
            }
        }
    }

    private static String valueOf(String name) throws Exception {
        return elements(xml(), "config-property").stream()
                .filter(property -> text(property, "config-property-name").equals(name))
                .map(property -> text(property, "config-property-value"))
                .findFirst()
                .orElseThrow();
    }

    private static Class<?> owner(Element property) throws ClassNotFoundException {
        var parent = (Element) property.getParentNode();
        for (var child : elements(parent, "*")) {
            if (child.getParentNode() == parent && child.getTagName().matches(".*(adapter|factory|object)-class")) {
                return Class.forName(child.getTextContent());
            }
        }
        throw new AssertionError("no class for " + text(property, "config-property-name"));
    }

    private static void value(Element property, Class<?> type) throws ReflectiveOperationException {
        for (var value : elements(property, "config-property-value")) {
            assertThat(type.getConstructor(String.class).newInstance(value.getTextContent()))
                    .isNotNull();
        }
    }

    private static Element xml() throws Exception {
        try (var in = Files.newInputStream(RA_XML)) {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(in)
                    .getDocumentElement();
        }
    }

    private static String text(Element parent, String name) {
        return elements(parent, name).get(0).getTextContent();
    }

    private static List<Element> elements(Element parent, String name) {
        var nodes = parent.getElementsByTagName(name);
        var elements = new ArrayList<Element>();
        for (var i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
