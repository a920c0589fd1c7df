package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.identity.ClusterCa.Role;
import dev.sluice.jms.AdmissionMessage;
import dev.sluice.jms.Destinations;
import dev.sluice.jms.MessageCodec;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, as a master says it over the broker. */
class AdmissionTest {
    @TempDir
    Path folder;

    private BrokerRig rig;

    @BeforeEach
    void startBroker() throws Exception {
        rig = new BrokerRig(folder);
        rig.start();
    }

    @AfterEach
    void stopAll() throws Exception {
        rig.close();
    }

    @Test
    void admitsTheMasterFirstAndThenWhomItNames() throws Exception {
        assertThatThrownBy(() -> rig.connect(Role.SLAVE, "slave-1")).isInstanceOf(JMSSecurityException.class);

        admit(1, Map.of("slave-1", List.of(rig.serial("slave-1"))));

        assertThat(rig.connect(Role.SLAVE, "slave-1")).isNotNull();
        assertThatThrownBy(() -> rig.connect(Role.SLAVE, "slave-2")).isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void admitsNoNameWithTheNumberOfAnother() throws Exception {
        admit(1, Map.of("slave-1", List.of(rig.serial("slave-2"))));

        assertThatThrownBy(() -> rig.connect(Role.SLAVE, "slave-1")).isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> rig.connect(Role.SLAVE, "slave-2")).isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void aRemovedNodeLosesItsConnectionAndGetsNoOther() throws Exception {
        var both = Map.of("slave-1", List.of(rig.serial("slave-1")), "slave-2", List.of(rig.serial("slave-2")));
        admit(1, both);
        var running = rig.connect(Role.SLAVE, "slave-1");
        var session = running.createSession();
        var producer = session.createProducer(session.createQueue(Destinations.RECORDS));
        producer.send(session.createTextMessage("while admitted"));
        var listening = rig.connect(Role.SLAVE, "slave-1");
        var lost = lossOf(listening);
        listening
                .createSession()
                .createConsumer(session.createTopic(Destinations.commands("slave-1")))
                .setMessageListener(message -> {});
        var other = rig.connect(Role.SLAVE, "slave-2").createSession();

        admit(1, Map.of("slave-2", both.get("slave-2")));

        await().until(() -> lost.size() == 1);
        assertThatThrownBy(() -> producer.send(session.createTextMessage("no more")))
                .isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> rig.connect(Role.SLAVE, "slave-1")).isInstanceOf(JMSSecurityException.class);
        other.createProducer(other.createQueue(Destinations.RECORDS)).send(other.createTextMessage("not concerned"));
    }

    @Test
    void aNodeIsAdmittedAgainAtOnce() throws Exception {
        admit(1, Map.of());
        assertThatThrownBy(() -> rig.connect(Role.SLAVE, "slave-1")).isInstanceOf(JMSSecurityException.class);

        admit(1, Map.of("slave-1", List.of(rig.serial("slave-1"))));

        assertThat(rig.connect(Role.SLAVE, "slave-1")).isNotNull();
    }

    @Test
    void aRenewedCertificateWorksBesideTheOldOneUntilThatIsDropped() throws Exception {
        var old = rig.serial("slave-1");
        admit(1, Map.of("slave-1", List.of(old)));
        var withTheOld = rig.connect(Role.SLAVE, "slave-1");
        var lost = lossOf(withTheOld);
        var renewed = rig.renew("slave-1");
        assertThatThrownBy(() -> rig.connect(Role.SLAVE, "slave-1")).isInstanceOf(JMSSecurityException.class);

        admit(1, Map.of("slave-1", List.of(old, renewed)));
        var withTheNew = rig.connect(Role.SLAVE, "slave-1");
        send(withTheOld, "still good");
        send(withTheNew, "good");
        admit(1, Map.of("slave-1", List.of(renewed)));

        await().until(() -> lost.size() == 1);
        assertThatThrownBy(() -> send(withTheOld, "no more")).isInstanceOf(JMSException.class);
        send(withTheNew, "good");
    }

    @Test
    void refusesAListOfAMasterWhoseTimeIsOver() throws Exception {
        var good = Map.of("slave-1", List.of(rig.serial("slave-1")));
        admit(5, good);

        assertThatThrownBy(() -> admit(4, Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the admission list is of epoch 4, and epoch 5 has been seen");
        assertThat(rig.connect(Role.SLAVE, "slave-1")).isNotNull();

        admit(6, Map.of());
        assertThatThrownBy(() -> rig.connect(Role.SLAVE, "slave-1")).isInstanceOf(JMSSecurityException.class);
    }

    @Test
    void takesNoListFromASlave() throws Exception {
        admit(1, Map.of("slave-1", List.of(rig.serial("slave-1"))));
        var slave = rig.connect(Role.SLAVE, "slave-1");

        assertThatThrownBy(() -> admit(slave, new AdmissionMessage(9, Map.of())))
                .isInstanceOf(JMSSecurityException.class);

        assertThat(rig.connect(Role.SLAVE, "slave-1")).isNotNull();
        admit(1, Map.of());
    }

    @Test
    void refusesWhatIsNoList() throws Exception {
        var good = Map.of("slave-1", List.of(rig.serial("slave-1")));
        admit(1, good);
        var session = rig.connect(Role.MASTER, "master").createSession();
        var producer = session.createProducer(session.createTopic(Destinations.ADMISSION));

        for (var message : List.of(
                session.createTextMessage("{\"v\":1,\"epoch\":2}"),
                session.createTextMessage(),
                session.createMessage())) {
            assertThatThrownBy(() -> producer.send(message))
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("admission list");
        }
        assertThat(rig.connect(Role.SLAVE, "slave-1")).isNotNull();
    }

    @Test
    void remembersTheListAndItsEpochOverARestart() throws Exception {
        admit(5, Map.of("slave-1", List.of(rig.serial("slave-1"))));
        rig.close();

        rig.start();

        assertThat(rig.connect(Role.SLAVE, "slave-1")).isNotNull();
        assertThatThrownBy(() -> rig.connect(Role.SLAVE, "slave-2")).isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> admit(4, Map.of())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void startsWithAnEmptyFolderAndTheMasterAdmitsAllAgain() throws Exception {
        var list = Map.of("slave-1", List.of(rig.serial("slave-1")));
        admit(5, list);
        rig.close();
        delete(rig.settings().folder());

        rig.start();

        assertThatThrownBy(() -> rig.connect(Role.SLAVE, "slave-1")).isInstanceOf(JMSSecurityException.class);
        admit(5, list);
        assertThat(rig.connect(Role.SLAVE, "slave-1")).isNotNull();
    }

    @Test
    void startsWithADamagedListAndAdmitsNoSlave() throws Exception {
        admit(5, Map.of("slave-1", List.of(rig.serial("slave-1"))));
        rig.close();
        var file = rig.settings().folder().resolve("data/admission.json");
        assertThat(file).exists();
        Files.writeString(file, Files.readString(file).substring(10));

        rig.start();

        assertThatThrownBy(() -> rig.connect(Role.SLAVE, "slave-1")).isInstanceOf(JMSSecurityException.class);
        admit(5, Map.of("slave-1", List.of(rig.serial("slave-1"))));
        assertThat(rig.connect(Role.SLAVE, "slave-1")).isNotNull();
    }

    @Test
    void takesAListOfThousandsOfNodesAndLeavesNoFileBehind() throws Exception {
        var many = new HashMap<String, List<String>>();
        for (var i = 0; i < 10_000; i++) {
            many.put("node-" + i, List.of("%032x".formatted(i)));
        }
        many.put("slave-1", List.of(rig.serial("slave-1")));

        admit(1, many);

        assertThat(rig.connect(Role.SLAVE, "slave-1")).isNotNull();
        assertThatThrownBy(() -> admit(0, many))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("another master took over");
        await().untilAsserted(() -> assertThat(rig.settings().folder().resolve("data/large-messages"))
                .isEmptyDirectory());
    }

    private void admit(long epoch, Map<String, List<String>> serials) throws Exception {
        try (var master = rig.connect(Role.MASTER, "master")) {
            admit(master, new AdmissionMessage(epoch, serials));
        }
    }

    private static void admit(Connection sender, AdmissionMessage list) throws JMSException {
        try (Session session = sender.createSession()) {
            session.createProducer(session.createTopic(Destinations.ADMISSION))
                    .send(session.createTextMessage(MessageCodec.write(list)));
        }
    }

    private static void send(Connection slave, String text) throws JMSException {
        try (var session = slave.createSession()) {
            session.createProducer(session.createQueue(Destinations.RECORDS)).send(session.createTextMessage(text));
        }
    }

    private static List<JMSException> lossOf(Connection connection) throws JMSException {
        List<JMSException> losses = new java.util.concurrent.CopyOnWriteArrayList<>();
        connection.setExceptionListener(losses::add);
        return losses;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
