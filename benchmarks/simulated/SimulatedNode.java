import dev.sluice.cli.cluster.Version;
import dev.sluice.enrollment.ActivationKey;
import dev.sluice.enrollment.EnrollmentClient;
import dev.sluice.enrollment.EnrollmentProgress;
import dev.sluice.identity.NodeIdentity;
import dev.sluice.identity.TrustStore;
import dev.sluice.jms.Destinations;
import dev.sluice.jms.HeadMessage;
import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.MessageType;
import dev.sluice.jms.NodeState;
import dev.sluice.jms.PolicyMessage;
import dev.sluice.jms.Protocol;
import dev.sluice.policy.model.Revision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;

/**
 * A node without a proxy: it has its own certificate and TLS connection to the broker, and takes a policy for enforced
 * when it has read the message and fetched the long list that it names, if that is another than it has.
 */
final class SimulatedNode {
    /** As the nodes' resource adapter does: the broker takes no message in parts. */
    private static final int IN_ONE_FRAME = 450_000;

    private static final char[] PASSWORD = "simulated".toCharArray();
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);

    private final SimulatedNodes all;
    private final String name;
    private final Path keyStore;
    private final Path trustStore;
    private final String brokerHost;
    private final int brokerPort;
    private final long boot = System.currentTimeMillis() / 1000;
    private final AtomicLong sequence = new AtomicLong();
    private final Map<Revision, Long> enforced = new HashMap<>();
    private final Map<Revision, Long> confirmed = new HashMap<>();
    private final Map<Long, Revision> told = new HashMap<>();
    private Revision received = Revision.NONE;
    private Revision active = Revision.NONE;
    /** Of the one long list that it has. */
    private volatile String digest = "";
    private String hash = "";
    private long answered;
    private boolean atHead;
    private ClientSessionFactory factory;
    private ServerLocator locator;
    private ClientSession sending;
    private ClientProducer producer;
    private volatile RecordStream records;
    private Future<?> heart;

    private SimulatedNode(SimulatedNodes all, String name, Path home, String brokerHost, int brokerPort) {
        this.all = all;
        this.name = name;
        this.keyStore = home.resolve("node.p12");
        this.trustStore = home.resolve("trust.p12");
        this.brokerHost = brokerHost;
        this.brokerPort = brokerPort;
    }

    static SimulatedNode join(SimulatedNodes all, String name, ActivationKey key) throws Exception {
        Path home = Files.createDirectories(all.folder.resolve(name));
        NodeIdentity identity = new NodeIdentity(home.resolve("node.p12"), PASSWORD);
        var approved = new EnrollmentClient(all.portal, key, Clock.systemUTC())
                .enrol(name, identity.request(name), Version.current(), Duration.ofMinutes(5), new Quiet());
        identity.accept(approved.chain(), approved.chain().authority());
        TrustStore.write(home.resolve("trust.p12"), PASSWORD, approved.chain().authority());
        return new SimulatedNode(all, name, home, approved.brokerHost(), approved.brokerPort());
    }

    String name() {
        return name;
    }

    /** Once it is connected; it begins anew with each connection, so records are for those that keep it. */
    RecordStream records() {
        return records;
    }

    void connect() throws Exception {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("host", brokerHost);
        parameters.put("port", brokerPort);
        parameters.put("sslEnabled", true);
        parameters.put("forceSSLParameters", true);
        parameters.put("sslProvider", "OPENSSL"); // what a node does on its own machine should cost little here
        parameters.put("keyStoreType", "PKCS12");
        parameters.put("keyStorePath", keyStore.toString());
        parameters.put("keyStorePassword", new String(PASSWORD));
        parameters.put("trustStoreType", "PKCS12");
        parameters.put("trustStorePath", trustStore.toString());
        parameters.put("trustStorePassword", new String(PASSWORD));
        synchronized (this) {
            answered = 0;
            atHead = false;
        }
        locator = ActiveMQClient.createServerLocatorWithoutHA(
                new TransportConfiguration(NettyConnectorFactory.class.getName(), parameters));
        locator.setConnectionTTL(60_000).setCallTimeout(30_000).setReconnectAttempts(-1).setRetryInterval(500);
        locator.setMinLargeMessageSize(IN_ONE_FRAME);
        factory = locator.createSessionFactory();
        listen(Destinations.POLICY);
        listen(Destinations.commands(name));
        sending = factory.createSession(true, true, 0);
        sending.start();
        producer = sending.createProducer(Destinations.STATE);
        ClientSession stream = factory.createSession(true, true, 0);
        stream.start();
        records = new RecordStream(name, boot, stream);
        tell();
        long spread = Math.floorMod(name.hashCode(), HEARTBEAT.toMillis());
        heart = all.timer.scheduleAtFixedRate(
                this::tellQuietly, spread, HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void listen(String address) throws ActiveMQException {
        ClientSession session = factory.createSession(true, true, 0);
        String queue = name + "-" + address;
        session.createQueue(QueueConfiguration.of(queue)
                .setAddress(address)
                .setRoutingType(RoutingType.MULTICAST)
                .setDurable(false)
                .setTemporary(true));
        session.createConsumer(queue).setMessageHandler(message -> take(address, message));
        session.start();
    }

    void disconnect() throws Exception {
        heart.cancel(false);
        factory.close();
        locator.close();
    }

    private void take(String address, ClientMessage message) {
        String text = String.valueOf(message.getBodyBuffer().readNullableSimpleString());
        String type = message.getStringProperty(Destinations.TYPE);
        try {
            message.acknowledge();
            if (address.equals(Destinations.POLICY) || MessageType.POLICY.word().equals(type)) {
                takePolicy(MessageCodec.readPolicy(text));
            } else if (MessageType.APPLIED.word().equals(type)) {
                records.applied(MessageCodec.readApplied(text));
            } else if (MessageType.HEAD.word().equals(type)) {
                takeHead(MessageCodec.readHead(text));
            }
        } catch (Exception e) {
            System.err.println(name + ": " + e);
        }
    }

    private void takePolicy(PolicyMessage policy) throws ActiveMQException {
        synchronized (this) {
            if (!policy.revision().isNewerThan(received)) {
                return;
            }
            received = policy.revision();
        }
        for (PolicyMessage.Section section : policy.sections()) {
            if (!section.digest().equals(digest)) {
                all.fetch(section.digest(), digest).thenRun(() -> {
                    digest = section.digest();
                    enforceQuietly(policy);
                });
                return;
            }
        }
        enforce(policy);
    }

    private void enforceQuietly(PolicyMessage policy) {
        try {
            enforce(policy);
        } catch (ActiveMQException e) {
            System.err.println(name + ": " + e);
        }
    }

    private void enforce(PolicyMessage policy) throws ActiveMQException {
        synchronized (this) {
            if (!policy.revision().isNewerThan(active)) {
                return;
            }
            active = policy.revision();
            hash = policy.hash();
            enforced.put(active, System.nanoTime());
        }
        tell();
    }

    private synchronized void takeHead(HeadMessage head) {
        answered++;
        atHead = head.head().equals(active);
        Revision revision = told.remove(head.sequence());
        if (revision != null) {
            confirmed.putIfAbsent(revision, System.nanoTime());
        }
    }

    private void tellQuietly() {
        try {
            tell();
        } catch (ActiveMQException e) {
            // the broker is away; the next beat tells it
            return;
        }
    }

    private void tell() throws ActiveMQException {
        NodeState state;
        synchronized (this) {
            long number = sequence.incrementAndGet();
            told.put(number, active);
            state = new NodeState(
                    name,
                    boot,
                    number,
                    Instant.now(),
                    Version.current(),
                    "127.0.0.1:1",
                    "http://127.0.0.1:1",
                    true,
                    active,
                    hash,
                    Optional.empty(),
                    0,
                    records.account(),
                    new NodeState.Membership(Protocol.CURRENT, "", "", 0, Optional.empty()),
                    received,
                    NodeState.Service.SERVING,
                    NodeState.Traffic.NONE,
                    Optional.empty(),
                    "");
        }
        synchronized (producer) {
            ClientMessage message = sending.createMessage(Message.TEXT_TYPE, false);
            message.putStringProperty(Destinations.TYPE, MessageType.STATE.word());
            message.putStringProperty(Destinations.NODE, name);
            message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(MessageCodec.write(state)));
            producer.send(message);
        }
    }

    /** Zero before that. */
    synchronized long enforcedAt(Revision revision) {
        return enforced.getOrDefault(revision, 0L);
    }

    /** When the master's answer to the state came that says so; zero before that. */
    synchronized long confirmedAt(Revision revision) {
        return confirmed.getOrDefault(revision, 0L);
    }

    synchronized long answered() {
        return answered;
    }

    synchronized boolean isAtHead() {
        return atHead;
    }

    private static final class Quiet implements EnrollmentProgress {
        @Override
        public void masterIsAway(String why) {
            System.err.println("waiting for the master: " + why);
        }

        @Override
        public void waitsForApproval(String id) {
            System.err.println("waiting for an approval");
        }

        @Override
        public void mustWait(Duration time) {
            System.err.println("the master takes no more requests for " + time);
        }
    }
}
