package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.identity.ClusterCa.Role;
import dev.sluice.jms.Destinations;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import java.nio.file.Path;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageSizeTest {
    /** As ra.xml sets it. */
    private static final int IN_ONE_FRAME = 450_000;

    private static final int NEVER = Integer.MAX_VALUE;
    private static final long RECEIVE_MS = 10_000;

    @TempDir
    Path folder;

    private BrokerRig rig;
    private EmbeddedBroker broker;

    @BeforeEach
    void startBroker() throws Exception {
        rig = new BrokerRig(folder);
        broker = rig.startWithNodes(configuration -> {});
    }

    @AfterEach
    void stopAll() throws Exception {
        rig.close();
    }

    @Test
    void takesWhatASlaveHasToSay() throws Exception {
        send(Role.SLAVE, "slave-1", IN_ONE_FRAME, false, Destinations.RECORDS, 300_000);

        assertThat(received(Role.MASTER, "master")).isEqualTo(300_000);
        assertThat(broker.refused().tooLong()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1_100_000, 8_000_000})
    void cutsOffASlaveThatSendsAFrameTooLong(int length) throws Exception {
        assertThatThrownBy(() -> send(Role.SLAVE, "slave-1", NEVER, false, Destinations.STATE, length))
                .isInstanceOf(JMSException.class);

        assertThat(broker.refused().tooLong()).isEqualTo(1);
        stillWorks();
    }

    @Test
    void cutsOffASlaveThatSendsAMessageInPieces() throws Exception {
        assertThatThrownBy(() -> send(Role.SLAVE, "slave-1", IN_ONE_FRAME, false, Destinations.STATE, 2_000_000))
                .isInstanceOf(JMSException.class);

        assertThat(broker.refused().tooLong()).isEqualTo(1);
        stillWorks();
    }

    @Test
    void carriesALongPolicyInPieces() throws Exception {
        var slave = rig.connect(Role.SLAVE, "slave-2").createSession();
        var consumer = slave.createConsumer(slave.createTopic(Destinations.POLICY));

        send(Role.MASTER, "master", IN_ONE_FRAME, true, Destinations.POLICY, 5_000_000);

        assertThat(((BytesMessage) consumer.receive(RECEIVE_MS)).getBodyLength())
                .isEqualTo(5_000_000);
    }

    private void stillWorks() throws Exception {
        send(Role.SLAVE, "slave-2", IN_ONE_FRAME, false, Destinations.RECORDS, 1_000);
        assertThat(received(Role.MASTER, "master")).isEqualTo(1_000);
        await().untilAsserted(() -> assertThat(rig.settings().folder().resolve("data/large-messages"))
                .isEmptyDirectory());
    }

    private void send(Role role, String name, int minLarge, boolean topic, String address, int length)
            throws Exception {
        var factory = (ActiveMQConnectionFactory) rig.factory(rig.authority("ca"), role, name);
        factory.setMinLargeMessageSize(minLarge);
        try (var session = rig.connect(factory).createSession()) {
            var message = session.createBytesMessage();
            message.writeBytes(new byte[length]);
            session.createProducer(topic ? session.createTopic(address) : session.createQueue(address))
                    .send(message);
        }
    }

    private long received(Role role, String name) throws Exception {
        var session = rig.connect(role, name).createSession();
        return ((BytesMessage) session.createConsumer(session.createQueue(Destinations.RECORDS))
                        .receive(RECEIVE_MS))
                .getBodyLength();
    }
}
