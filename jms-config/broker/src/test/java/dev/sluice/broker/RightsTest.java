package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.identity.ClusterCa.Role;
import dev.sluice.jms.Destinations;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** On one broker for all: what is refused comes first, on a broker that has nothing yet but what is declared. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RightsTest {
    private static final long RECEIVE_MS = 10_000;

    private BrokerRig rig;
    private EmbeddedBroker broker;

    @BeforeAll
    void startBroker(@TempDir Path folder) throws Exception {
        rig = new BrokerRig(folder);
        broker = rig.startWithNodes(configuration -> {});
    }

    @AfterEach
    void closeClients() throws Exception {
        rig.closeClients();
    }

    @AfterAll
    void stopAll() throws Exception {
        rig.close();
    }

    @ParameterizedTest
    @CsvSource({Destinations.POLICY, Destinations.COMMANDS_PREFIX + "slave-1"})
    void theMasterReachesASlaveOnATopic(String topic) throws Exception {
        var slave = session(rig.connect(Role.SLAVE, "slave-1"));
        var master = session(rig.connect(Role.MASTER, "master"));
        var consumer = slave.createConsumer(slave.createTopic(topic));

        send(master, master.createProducer(master.createTopic(topic)), "for all");

        assertThat(text(consumer)).isEqualTo("for all");
    }

    @ParameterizedTest
    @CsvSource({Destinations.RECORDS, Destinations.STATE})
    void aSlaveReachesTheMasterOnAQueue(String queue) throws Exception {
        var slave = session(rig.connect(Role.SLAVE, "slave-1"));
        var master = session(rig.connect(Role.MASTER, "master"));

        send(slave, slave.createProducer(slave.createQueue(queue)), "from slave-1");

        assertThat(text(master.createConsumer(master.createQueue(queue)))).isEqualTo("from slave-1");
    }

    @Order(1)
    @ParameterizedTest
    @CsvSource({
        "SLAVE, topic, " + Destinations.POLICY,
        "SLAVE, topic, " + Destinations.COMMANDS_PREFIX + "slave-1",
        "SLAVE, topic, " + Destinations.COMMANDS_PREFIX + "slave-2",
        "SLAVE, topic, " + Destinations.ADMISSION,
        "SLAVE, queue, " + Destinations.DEAD_LETTERS,
        "SLAVE, queue, sluice.expired",
        "SLAVE, queue, activemq.management",
        "MASTER, queue, " + Destinations.RECORDS,
        "MASTER, queue, " + Destinations.STATE,
        "MASTER, queue, " + Destinations.DEAD_LETTERS,
        "MASTER, queue, activemq.management"
    })
    void refusesToTakeAMessage(Role role, String kind, String name) throws Exception {
        var session = session(connect(role));

        assertThatThrownBy(() -> {
                    var target = kind.equals("topic") ? session.createTopic(name) : session.createQueue(name);
                    send(session, session.createProducer(target), "not mine to send");
                })
                .isInstanceOf(JMSSecurityException.class);
    }

    @Order(1)
    @ParameterizedTest
    @CsvSource({
        "SLAVE, queue, " + Destinations.RECORDS,
        "SLAVE, queue, " + Destinations.STATE,
        "SLAVE, queue, " + Destinations.DEAD_LETTERS,
        "SLAVE, topic, " + Destinations.ADMISSION,
        "MASTER, topic, " + Destinations.ADMISSION,
        "MASTER, topic, " + Destinations.POLICY,
        "MASTER, topic, " + Destinations.COMMANDS_PREFIX + "slave-1"
    })
    void refusesToGiveAMessage(Role role, String kind, String name) throws Exception {
        var session = session(connect(role));

        assertThatThrownBy(() -> session.createConsumer(
                        kind.equals("topic") ? session.createTopic(name) : session.createQueue(name)))
                .isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void refusesASlaveWhatWouldOutliveItsConnection() throws Exception {
        var session = session(rig.connect(Role.SLAVE, "slave-1"));

        assertThatThrownBy(() -> session.createSharedDurableConsumer(session.createTopic(Destinations.POLICY), "kept"))
                .isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(session::createTemporaryQueue).isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void refusesASlaveALookAtWhatOthersSent() throws Exception {
        var session = session(rig.connect(Role.SLAVE, "slave-1"));

        assertThatThrownBy(() -> session.createBrowser(session.createQueue(Destinations.RECORDS))
                        .getEnumeration())
                .isInstanceOf(JMSException.class);
    }

    @Test
    void namesTheSenderByItsCertificateEvenIfTheMessageSaysOtherwise() throws Exception {
        var slave = session(rig.connect(Role.SLAVE, "slave-1"));
        var master = session(rig.connect(Role.MASTER, "master"));
        var forged = slave.createTextMessage("from slave-1");
        forged.setStringProperty("JMSXUserID", "slave-2");

        slave.createProducer(slave.createQueue(Destinations.STATE)).send(forged);

        var received =
                master.createConsumer(master.createQueue(Destinations.STATE)).receive(RECEIVE_MS);
        assertThat(received.getStringProperty("JMSXUserID")).isEqualTo("slave-1");
    }

    @Test
    void refusesAClientWithoutACertificate() {
        assertThatThrownBy(() -> rig.connect(rig.tls12Factory(Map.of()))).isInstanceOf(JMSException.class);
    }

    @Test
    void refusesACertificateOfAnotherAuthority() throws Exception {
        var slave = session(rig.connect(Role.SLAVE, "slave-1"));
        var forged = rig.identity(rig.authority("foreign"), Role.SLAVE, "slave-1");

        assertThatThrownBy(() -> rig.connect(rig.tls12Factory(forged))).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> rig.connect(rig.factory(forged))).isInstanceOf(JMSException.class);

        goesOn(slave);
    }

    @Test
    void refusesAndCountsACertificateThatNobodyAdmitted() throws Exception {
        var slave = session(rig.connect(Role.SLAVE, "slave-1"));
        long before = broker.refused().strangers();

        assertThatThrownBy(() -> rig.connect(Role.SLAVE, "slave-3")).isInstanceOf(JMSSecurityException.class);

        assertThat(broker.refused().strangers()).isEqualTo(before + 1);
        goesOn(slave);
    }

    /** What this slave says still reaches the master, under its name. */
    private void goesOn(Session slave) throws Exception {
        var master = session(rig.connect(Role.MASTER, "master"));
        send(slave, slave.createProducer(slave.createQueue(Destinations.STATE)), "all is well");
        var received =
                master.createConsumer(master.createQueue(Destinations.STATE)).receive(RECEIVE_MS);
        assertThat(received.getStringProperty("JMSXUserID")).isEqualTo("slave-1");
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"PORTAL", "BROKER"})
    void refusesACertificateOfAServer(Role role) {
        assertThatThrownBy(() -> rig.connect(rig.tls12Factory(rig.identity(rig.authority("ca"), role, "slave-1"))))
                .isInstanceOf(JMSException.class);
    }

    @Test
    void refusesTheWellKnownClusterPassword() throws Exception {
        var factory = rig.factory(rig.authority("ca"), Role.SLAVE, "slave-3");

        assertThatThrownBy(() -> factory.createConnection("ACTIVEMQ.CLUSTER.ADMIN.USER", "CHANGE ME!!"))
                .isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> factory.createConnection("sluice-cluster", ""))
                .isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void neverReadsTheTopicOfAnotherSlave() throws Exception {
        var session = session(rig.connect(Role.SLAVE, "slave-1"));
        var owner = session(rig.connect(Role.SLAVE, "slave-2"));
        owner.createConsumer(owner.createTopic(Destinations.commands("slave-2")));

        for (var topic : List.of(
                Destinations.commands("slave-2"),
                Destinations.commands("slave-10"),
                Destinations.commands("slave"),
                Destinations.commands("SLAVE-1"),
                Destinations.commands("slave-1.x"),
                Destinations.commands("#"),
                Destinations.commands("*"),
                "sluice.#",
                "#")) {
            assertThatThrownBy(() -> session.createConsumer(session.createTopic(topic)))
                    .as(topic)
                    .isInstanceOf(JMSException.class);
        }
    }

    @Test
    void aUserNameInsteadOfACertificateChangesNothing() throws Exception {
        var factory = rig.factory(rig.authority("ca"), Role.SLAVE, "slave-1");
        var connection = factory.createConnection("slave-2", "a password");
        try (connection) {
            var session = session(connection);
            assertThatThrownBy(() -> session.createConsumer(session.createTopic(Destinations.commands("slave-2"))))
                    .isInstanceOf(JMSSecurityException.class);
            assertThat(session.createConsumer(session.createTopic(Destinations.commands("slave-1"))))
                    .isNotNull();
        }
    }

    private Connection connect(Role role) throws Exception {
        return rig.connect(role, role == Role.MASTER ? "master" : "slave-1");
    }

    private static Session session(Connection connection) throws JMSException {
        return connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    private static void send(Session session, MessageProducer producer, String text) throws JMSException {
        producer.send(session.createTextMessage(text));
    }

    private static String text(MessageConsumer consumer) throws JMSException {
        return consumer.receive(RECEIVE_MS).getBody(String.class);
    }
}
