package dev.sluice.slave.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.broker.BrokerSettings;
import dev.sluice.broker.EmbeddedBroker;
import dev.sluice.identity.ClusterCa;
import dev.sluice.identity.ClusterCa.Role;
import dev.sluice.identity.NodeIdentity;
import dev.sluice.jms.AccessRecordCodec;
import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.Destinations;
import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.MessageType;
import dev.sluice.jms.RecordBatch;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.slave.agent.Commands;
import dev.sluice.slave.agent.KeptMembership;
import dev.sluice.slave.agent.KeptOrders;
import dev.sluice.slave.agent.MasterTalk;
import dev.sluice.slave.agent.NodeCertificateTest;
import dev.sluice.slave.alarm.Alarms;
import dev.sluice.slave.policy.ActivePolicy;
import dev.sluice.slave.policy.PolicyInbox;
import dev.sluice.slave.policy.PolicyIntake;
import dev.sluice.slave.policy.PolicyStore;
import dev.sluice.slave.policy.TestCluster;
import dev.sluice.slave.section.ListMaster;
import dev.sluice.slave.section.Sections;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spool, sender and command over the real broker, with a master that is a plain JMS client. */
class BrokerRoundTripTest {
    private static final SendPace QUICK = new SendPace(
            20,
            64 * 1024,
            Duration.ofMillis(20),
            4,
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofMillis(50));

    @TempDir
    private Path folder;

    private final String password = UUID.randomUUID().toString();
    private final Master master = new Master();
    private BrokerSettings settings;
    private EmbeddedBroker broker;
    private RecordSpool spool;

    @BeforeEach
    void start() throws IOException {
        ClusterCa ca = ClusterCa.openOrCreate(folder.resolve("ca"), password.toCharArray());
        ca.issue(Role.BROKER, "broker", List.of("127.0.0.1"), store("broker"), password.toCharArray());
        ca.issue(Role.MASTER, "master", List.of(), store("master"), password.toCharArray());
        ca.issue(Role.SLAVE, "slave-1", List.of(), store("slave-1"), password.toCharArray());
        ca.writeTrustStore(store("trust"), password.toCharArray());
        settings = new BrokerSettings(
                "127.0.0.1", freePort(), folder.resolve("broker"), store("broker"), password, store("trust"), password);
        broker = broker();
        spool = Samples.open(folder.resolve("spool"), Samples.limits(1 << 20, 8192));
    }

    @AfterEach
    void stop() throws IOException {
        spool.close();
        broker.close();
    }

    @Test
    void recordsReachTheMasterOnceThoughTheBrokerGoesAndComesBack() throws Exception {
        try (ActiveMQConnectionFactory node = connections("slave-1", 0);
                ActiveMQConnectionFactory head = connections("master", -1);
                JMSContext masterSide = head.createContext();
                RecordSender sender = new RecordSender(spool, new RecordQueue(node), QUICK, Samples.THREADS)) {
            listenAsMaster(masterSide);
            listenAsNode();
            sender.start();
            RecordSpoolTest.accept(spool, 0, 100);
            await().until(() -> spool.account().freed() == 100);
            broker.close();
            RecordSpoolTest.accept(spool, 100, 200);
            await().until(() -> sender.failures() > 0);
            assertThat(spool.account().dropped()).isZero();
            broker = broker();
            listenAsNode();
            await().atMost(Duration.ofSeconds(60)).until(() -> spool.account().freed() == 200);
        }
        assertThat(master.stored()).isEqualTo(RecordSpoolTest.ids(0, 200));
    }

    private void listenAsMaster(JMSContext context) {
        JMSContext answers = context.createContext(JMSContext.AUTO_ACKNOWLEDGE);
        context.createConsumer(context.createQueue(Destinations.RECORDS)).setMessageListener(message -> {
            try {
                assertThat(message.getStringProperty("JMSXUserID")).isEqualTo("slave-1");
                AppliedMessage applied = master.store(batch(message));
                answers.createProducer()
                        .setProperty(Destinations.TYPE, MessageType.APPLIED.word())
                        .send(answers.createTopic(Destinations.commands(applied.node())), MessageCodec.write(applied));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static RecordBatch batch(Message message) throws Exception {
        byte[] frames = new byte[(int) ((BytesMessage) message).getBodyLength()];
        ((BytesMessage) message).readBytes(frames);
        RecordBatch batch = new RecordBatch(
                message.getStringProperty(Destinations.NODE),
                message.getLongProperty(Destinations.BOOT),
                message.getLongProperty(Destinations.FIRST),
                message.getIntProperty(Destinations.COUNT),
                message.getBooleanProperty(Destinations.GAP),
                ByteBuffer.wrap(frames));
        AccessRecordCodec.check(batch);
        return batch;
    }

    @SuppressWarnings("resource") // closed with the broker
    private void listenAsNode() throws IOException {
        Alarms alarms = new Alarms(Clock.systemUTC());
        ActivePolicy active = new ActivePolicy();
        PolicyIntake intake = new PolicyIntake(
                new PolicyCompiler(),
                TestCluster.OURS.signatures(),
                new PolicyStore(folder.resolve("policies")),
                new Sections(folder.resolve("sections"), new ListMaster()),
                active,
                alarms,
                () -> {});
        KeptMembership membership = new KeptMembership(folder.resolve("membership"), alarms);
        Commands commands = new Commands(
                spool,
                new PolicyInbox(intake, Thread::new),
                new MasterTalk(membership, active, intake, alarms, () -> {}),
                NodeCertificateTest.none(folder, alarms, Clock.systemUTC()),
                new KeptOrders(),
                Clock.systemUTC());
        JMSContext context = connections("slave-1", 0).createContext();
        context.createConsumer(context.createTopic(Destinations.commands("slave-1")))
                .setMessageListener(message -> {
                    try {
                        commands.take(message.getStringProperty(Destinations.TYPE), message.getBody(String.class));
                    } catch (JMSException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    private EmbeddedBroker broker() throws IOException {
        EmbeddedBroker started = EmbeddedBroker.start(settings);
        started.admit(Map.of("slave-1", List.of(serial())));
        return started;
    }

    private String serial() throws IOException {
        return new NodeIdentity(store("slave-1"), password.toCharArray())
                .current()
                .orElseThrow()
                .serial();
    }

    private ActiveMQConnectionFactory connections(String user, int reconnects) {
        String tls = "sslEnabled=true&forceSSLParameters=true&keyStoreType=PKCS12&trustStoreType=PKCS12"
                + "&keyStorePath=%s&keyStorePassword=%s&trustStorePath=%s&trustStorePassword=%s"
                        .formatted(store(user), password, store("trust"), password);
        return new ActiveMQConnectionFactory("tcp://127.0.0.1:%d?reconnectAttempts=%d&retryInterval=100&%s"
                .formatted(settings.port(), reconnects, tls));
    }

    private Path store(String name) {
        return folder.resolve(name + ".p12");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
