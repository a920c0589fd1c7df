package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.identity.ClusterCa.Role;
import dev.sluice.jms.Destinations;
import dev.sluice.jms.MessageType;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSClient;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {
    private static final long RECEIVE_MS = 10_000;
    private static final int ATTEMPTS = 10;
    private static final int PAGE = 64 * 1024;
    private static final String COMMANDS = Destinations.COMMANDS_PREFIX + "slave-1";

    @TempDir
    Path folder;

    private BrokerRig rig;

    @BeforeEach
    void makeRig() throws Exception {
        rig = new BrokerRig(folder);
    }

    @AfterEach
    void stopAll() throws Exception {
        rig.close();
    }

    @Test
    void putsAMessageAsideAfterTenAttempts() throws Exception {
        rig.startWithNodes(DeliveryTest::redeliverAtOnce);
        send(Destinations.RECORDS, "poison");
        var master = rig.connect(Role.MASTER, "master");

        assertThat(refuseAll(master)).isEqualTo(ATTEMPTS);

        var session = master.createSession(false, Session.AUTO_ACKNOWLEDGE);
        assertThat(text(session.createConsumer(session.createQueue(Destinations.DEAD_LETTERS))))
                .isEqualTo("poison");
    }

    private static int refuseAll(Connection connection) throws JMSException {
        var session = connection.createSession(true, Session.SESSION_TRANSACTED);
        var consumer = session.createConsumer(session.createQueue(Destinations.RECORDS));
        var attempts = 0;
        while (consumer.receive(attempts < ATTEMPTS ? RECEIVE_MS : 500) != null) {
            attempts++;
            session.rollback();
        }
        session.close();
        return attempts;
    }

    @Test
    void keepsOnlyTheNewestHundredDeadLetters() throws Exception {
        rig.startWithNodes(configuration -> {
            redeliverAtOnce(configuration);
            settings(configuration, "#").setMaxDeliveryAttempts(1);
        });
        for (var i = 0; i < 105; i++) {
            send(Destinations.RECORDS, "poison " + i);
        }
        var master = rig.connect(Role.MASTER, "master");
        var session = master.createSession(true, Session.SESSION_TRANSACTED);
        var consumer = session.createConsumer(session.createQueue(Destinations.RECORDS));
        for (var i = 0; i < 105; i++) {
            assertThat(consumer.receive(RECEIVE_MS)).isNotNull();
        }
        session.rollback();
        assertThat(consumer.receive(500)).isNull();
        session.close();

        var left = all(master, Destinations.DEAD_LETTERS);
        assertThat(left).hasSize(100).contains("poison 104").doesNotContain("poison 4");
    }

    @Test
    void knowsNoAddressButTheDeclared() throws Exception {
        rig.startWithNodes(configuration -> {
            for (var right : List.copyOf(configuration.getSecurityRoles().get(Destinations.RECORDS))) {
                configuration.putSecurityRoles("sluice.undeclared", Collections.singleton(right));
            }
        });
        var session = rig.connect(Role.SLAVE, "slave-1").createSession();

        assertThatThrownBy(() -> session.createProducer(ActiveMQJMSClient.createQueue("sluice.undeclared")))
                .isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void failsTheSenderWhenTheAddressIsFullAndKeepsWhatItTook() throws Exception {
        rig.startWithNodes(DeliveryTest::fewPages);
        var slave = rig.connect(Role.SLAVE, "slave-1").createSession();
        var producer = slave.createProducer(slave.createQueue(Destinations.RECORDS));
        var taken = new ArrayList<Integer>();

        assertThatThrownBy(() -> {
                    for (var i = 0; i < 1_000; i++) {
                        producer.send(batch(slave, i));
                        taken.add(i);
                    }
                })
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("full");

        var master = rig.connect(Role.MASTER, "master").createSession();
        var consumer = master.createConsumer(master.createQueue(Destinations.RECORDS));
        for (var number : taken) {
            assertThat(consumer.receive(RECEIVE_MS).getIntProperty("number")).isEqualTo(number);
        }
        await().untilAsserted(() -> producer.send(batch(slave, 1_000)));
    }

    private static BytesMessage batch(Session session, int number) throws JMSException {
        var message = session.createBytesMessage();
        message.writeBytes(new byte[16 * 1024]);
        message.setIntProperty("number", number);
        return message;
    }

    private static void fewPages(Configuration configuration) {
        settings(configuration, Destinations.RECORDS)
                .setMaxSizeBytes(PAGE)
                .setPageSizeBytes(PAGE)
                .setPageLimitBytes(4L * PAGE);
    }

    @Test
    void letsAnOldStateGo() throws Exception {
        rig.startWithNodes(configuration -> {
            settings(configuration, Destinations.STATE).setExpiryDelay(1L);
            configuration.setMessageExpiryScanPeriod(10);
        });
        send(Destinations.STATE, "old");
        var master = rig.connect(Role.MASTER, "master");

        await().untilAsserted(() -> assertThat(all(master, Destinations.STATE)).isEmpty());
    }

    @Test
    void keepsTheNewestStateOfEachNodeAndItsCertificateRequests() throws Exception {
        rig.startWithNodes(configuration -> {});
        tell("slave-1", "old", MessageType.STATE);
        tell("slave-1", "please", MessageType.CERTIFICATE_REQUEST);
        tell("slave-2", "other", MessageType.STATE);
        tell("slave-1", "new", MessageType.STATE);

        assertThat(all(rig.connect(Role.MASTER, "master"), Destinations.STATE))
                .containsExactlyInAnyOrder("new", "please", "other");
    }

    /** A node says itself that its message replaces one of another node. */
    private void tell(String node, String text, MessageType type) throws Exception {
        try (var slave = rig.connect(Role.SLAVE, node);
                var session = slave.createSession()) {
            var message = session.createTextMessage(text);
            message.setStringProperty(Destinations.TYPE, type.word());
            message.setStringProperty(Message.HDR_LAST_VALUE_NAME.toString(), "slave-1");
            session.createProducer(session.createQueue(Destinations.STATE)).send(message);
        }
    }

    /** The client drops what has expired by its own clock, and a node's clock may be wrong. */
    @ParameterizedTest
    @ValueSource(strings = {Destinations.POLICY, COMMANDS})
    void letsNothingExpireThatANodeReads(String topic) throws Exception {
        rig.startWithNodes(configuration -> {});
        var node = rig.connect(Role.SLAVE, "slave-1").createSession();
        var consumer = node.createConsumer(node.createTopic(topic));
        publish(topic, 1);

        assertThat(consumer.receive(RECEIVE_MS).getJMSExpiration()).isZero();
    }

    @Test
    void keepsTheNewestPoliciesForANodeThatHangs() throws Exception {
        rig.startWithNodes(configuration -> {});
        var node = rig.connect(Role.SLAVE, "slave-1").createSession();
        var consumer = node.createConsumer(node.createTopic(Destinations.POLICY));

        publish(Destinations.POLICY, 100);

        var read = new ArrayList<Integer>();
        for (var next = consumer.receive(RECEIVE_MS); next != null; next = consumer.receive(500)) {
            read.add(next.getIntProperty("number"));
        }
        assertThat(read).contains(84, 99).doesNotContain(50);
    }

    /** So large that the client takes a few before it reads them. */
    private void publish(String topic, int messages) throws Exception {
        var master = rig.connect(Role.MASTER, "master").createSession();
        var producer = master.createProducer(master.createTopic(topic));
        for (var i = 0; i < messages; i++) {
            var message = master.createBytesMessage();
            message.writeBytes(new byte[64 * 1024]);
            message.setIntProperty("number", i);
            producer.send(message);
        }
    }

    @Test
    void keepsRecordsOverARestart() throws Exception {
        try (var ignored = rig.startWithNodes(configuration -> {})) {
            send(Destinations.RECORDS, "kept");
        }

        rig.start();

        assertThat(all(rig.connect(Role.MASTER, "master"), Destinations.RECORDS))
                .containsExactly("kept");
    }

    private void send(String queue, String text) throws Exception {
        try (var slave = rig.connect(Role.SLAVE, "slave-1");
                var session = slave.createSession()) {
            session.createProducer(session.createQueue(queue)).send(session.createTextMessage(text));
        }
    }

    private static List<String> all(Connection connection, String queue) throws JMSException {
        try (var session = connection.createSession();
                var consumer = session.createConsumer(session.createQueue(queue))) {
            var texts = new ArrayList<String>();
            for (var next = consumer.receive(1_000); next != null; next = consumer.receive(200)) {
                texts.add(next.getBody(String.class));
            }
            return texts;
        }
    }

    private static String text(MessageConsumer consumer) throws JMSException {
        return consumer.receive(RECEIVE_MS).getBody(String.class);
    }

    private static AddressSettings settings(Configuration configuration, String address) {
        return Objects.requireNonNull(configuration.getAddressSettings().get(address));
    }

    private static void redeliverAtOnce(Configuration configuration) {
        settings(configuration, "#").setRedeliveryDelay(0);
    }
}
