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
import dev.sluice.jms.Protocol;
import dev.sluice.policy.model.Revision;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
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
 * Many nodes beside the real ones of a running cluster: each joins with an activation key, has its own TLS connection to the
 * broker and speaks the protocol, but has no proxy: it takes a policy message for enforced when it has read its revision and
 * hash. What is measured is the control plane: from the publish call until the master has answered the state in which
 * a node says that the revision is active, for every node.
 *
 * <p>{@code benchmarks/simulated-nodes PORTAL CA.CRT NODES ROUNDS}; see README.md.
 */
public final class SimulatedNodes {
    private static final char[] PASSWORD = "simulated".toCharArray();
    private static final Duration HEARTBEAT = Duration.ofSeconds(5);
    private static final Pattern EPOCH = Pattern.compile("\"revision\":\\{\"epoch\":(\\d+),\"number\":(\\d+)}");
    private static final Pattern HASH = Pattern.compile("\"hash\":\"([0-9a-f]+)\"");

    private final URI portal;
    private final Path authority;
    private final Path folder;
    private final String token = System.getenv("SLUICE_TOKEN");
    private final HttpClient https;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, SimulatedNodes::daemon);
    private final List<Node> nodes = new ArrayList<>();

    private SimulatedNodes(URI portal, Path authority, Path folder) throws Exception {
        this.portal = portal;
        this.authority = authority;
        this.folder = folder;
        this.https = HttpClient.newBuilder().sslContext(trusting(authority)).build();
    }

    public static void main(String[] args) throws Exception {
        SimulatedNodes all = new SimulatedNodes(
                URI.create(args[0]), Path.of(args[1]), Files.createDirectories(Path.of(args[4])));
        int count = Integer.parseInt(args[2]);
        int rounds = Integer.parseInt(args[3]);
        all.enrol(count);
        all.connect("first connection");
        all.publish("small policy", rounds, "");
        all.publish("policy with 1 MB of domains", rounds, domains(1_000_000));
        all.reconnect();
        System.exit(0);
    }

    /** About so many characters of domains of a category, as JSON. */
    private static String domains(int characters) {
        StringBuilder list = new StringBuilder();
        for (int i = 0; list.length() < characters; i++) {
            list.append(i == 0 ? "" : ",").append("\"host-").append(i).append(".simulated.example\"");
        }
        return list.toString();
    }

    private void enrol(int count) throws Exception {
        String made = send(
                "POST",
                "keys",
                "{\"uses\":" + count + ",\"ttl\":\"PT1H\",\"group\":\"\",\"networks\":[],\"autoApprove\":true}");
        Matcher text = Pattern.compile("\"key\":\"([^\"]+)\"").matcher(made);
        text.find();
        ActivationKey key = ActivationKey.parse(text.group(1));
        long begin = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(8, SimulatedNodes::daemon);
        List<Future<Node>> enrolling = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            String name = "sim-%04d".formatted(i);
            enrolling.add(threads.submit(() -> Node.join(this, name, key)));
        }
        for (Future<Node> node : enrolling) {
            nodes.add(node.get());
            if (nodes.size() % 100 == 0) {
                System.err.println("  " + nodes.size() + " nodes have joined");
            }
        }
        threads.shutdown();
        System.out.printf("%d nodes joined in %.1f s%n", count, seconds(begin));
    }

    private void connect(String what) throws Exception {
        long begin = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(32, SimulatedNodes::daemon);
        List<Future<?>> connecting = new ArrayList<>();
        for (Node node : nodes) {
            connecting.add(threads.submit(() -> {
                node.connect();
                return null;
            }));
        }
        for (Future<?> one : connecting) {
            one.get();
        }
        threads.shutdown();
        double connected = seconds(begin);
        awaitAll("all nodes answered", node -> node.answered() > 0 && node.isAtHead());
        System.out.printf(
                "%s: %d connections in %.1f s, every node at the head and known to the master after %.1f s%n",
                what, nodes.size(), connected, seconds(begin));
    }

    /** All lose their connections at once and come back at once. */
    private void reconnect() throws Exception {
        for (Node node : nodes) {
            node.disconnect();
        }
        connect("reconnect storm");
    }

    private void publish(String what, int rounds, String domains) throws Exception {
        if (!domains.isEmpty()) {
            send("PUT", "policy/draft/categories/simulated", "{\"name\":\"simulated\",\"domains\":[" + domains + "]}");
            send("POST", "policy/draft/rules?position=0", rule("simulated", "{\"category\":[\"simulated\"]}"));
        }
        List<Double> nearest = new ArrayList<>();
        List<Double> all = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            send("POST", "policy/draft/rules?position=0", rule("round", "{\"host\":[\"round-" + round + ".simulated.example\"]}"));
            long begin = System.nanoTime();
            Matcher published = Pattern.compile("\"epoch\":(\\d+),\"number\":(\\d+)")
                    .matcher(send("POST", "policy/publish", "{\"comment\":\"simulated\"}"));
            published.find();
            Revision revision =
                    new Revision(Long.parseLong(published.group(1)), Long.parseLong(published.group(2)));
            awaitAll("revision " + revision, node -> node.confirmedAt(revision) > 0);
            double[] times = nodes.stream()
                    .mapToDouble(node -> (node.confirmedAt(revision) - begin) / 1e6)
                    .sorted()
                    .toArray();
            for (double time : times) {
                nearest.add(time);
            }
            all.add(times[times.length - 1]);
            send("DELETE", "policy/draft/rules/round", "");
        }
        System.out.printf(
                "%s, %d nodes, %d rounds: publish -> active and known, each node p50 %.0f p95 %.0f p99 %.0f ms; the last of all p50"
                        + " %.0f p95 %.0f max %.0f ms%n",
                what,
                nodes.size(),
                rounds,
                percentile(nearest, 50),
                percentile(nearest, 95),
                percentile(nearest, 99),
                percentile(all, 50),
                percentile(all, 95),
                percentile(all, 100));
    }

    private static String rule(String id, String condition) {
        return "{\"id\":\"" + id + "\",\"name\":\"" + id + "\",\"enabled\":true,\"when\":[" + condition
                + "],\"action\":{\"block\":{\"message\":\"simulated\"}}}";
    }

    private static double percentile(List<Double> values, int percent) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)];
    }

    private interface Wanted {
        boolean by(Node node);
    }

    private void awaitAll(String what, Wanted wanted) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!nodes.stream().allMatch(wanted::by)) {
            if (System.nanoTime() > deadline) {
                long missing = nodes.stream().filter(node -> !wanted.by(node)).count();
                throw new IllegalStateException(what + ": " + missing + " nodes are missing after three minutes");
            }
            Thread.sleep(2);
        }
    }

    private String send(String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(portal.resolve("/api/v1/" + path))
                .header("Authorization", "Bearer " + token)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<String> response = https.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        return thread;
    }

    private static SSLContext trusting(Path certificate) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (var in = Files.newInputStream(certificate)) {
            store.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** One simulated node. */
    private static final class Node {
        private final SimulatedNodes all;
        private final String name;
        private final Path keyStore;
        private final Path trustStore;
        private final String brokerHost;
        private final int brokerPort;
        private final long boot = System.currentTimeMillis() / 1000;
        private final AtomicLong sequence = new AtomicLong();
        private final Map<Revision, Long> confirmed = new HashMap<>();
        private final Map<Long, Revision> told = new HashMap<>();
        private Revision active = Revision.NONE;
        private String hash = "";
        private long answered;
        private boolean atHead;
        private ClientSessionFactory factory;
        private ServerLocator locator;
        private ClientSession sending;
        private ClientProducer producer;
        private Future<?> heart;

        private Node(SimulatedNodes all, String name, Path home, String brokerHost, int brokerPort) {
            this.all = all;
            this.name = name;
            this.keyStore = home.resolve("node.p12");
            this.trustStore = home.resolve("trust.p12");
            this.brokerHost = brokerHost;
            this.brokerPort = brokerPort;
        }

        static Node join(SimulatedNodes all, String name, ActivationKey key) throws Exception {
            Path home = Files.createDirectories(all.folder.resolve(name));
            NodeIdentity identity = new NodeIdentity(home.resolve("node.p12"), PASSWORD);
            var approved = new EnrollmentClient(all.portal, key, Clock.systemUTC())
                    .enrol(name, identity.request(name), version(all), Duration.ofMinutes(5), new Quiet());
            identity.accept(approved.chain(), approved.chain().authority());
            TrustStore.write(home.resolve("trust.p12"), PASSWORD, approved.chain().authority());
            return new Node(all, name, home, approved.brokerHost(), approved.brokerPort());
        }

        /** The one of the real nodes, which is the master's. */
        private static String version(SimulatedNodes all) {
            return System.getProperty("sluice.version", "0.1.0");
        }

        void connect() throws Exception {
            Map<String, Object> parameters = new HashMap<>();
            parameters.put("host", brokerHost);
            parameters.put("port", brokerPort);
            parameters.put("sslEnabled", true);
            parameters.put("forceSSLParameters", true);
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
            locator.setConnectionTTL(60_000).setCallTimeout(30_000);
            factory = locator.createSessionFactory();
            listen(Destinations.POLICY);
            listen(Destinations.commands(name));
            sending = factory.createSession(true, true, 0);
            sending.start();
            producer = sending.createProducer(Destinations.STATE);
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
            session.createConsumer(queue).setMessageHandler(message -> {
                message.acknowledge();
                take(address, message);
            });
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
                if (address.equals(Destinations.POLICY) || MessageType.POLICY.word().equals(type)) {
                    takePolicy(text);
                } else if (MessageType.HEAD.word().equals(type)) {
                    takeHead(MessageCodec.readHead(text));
                }
            } catch (Exception e) {
                System.err.println(name + ": " + e);
            }
        }

        /** Without reading all of it, which a thousand nodes in one process cannot do in time. */
        private void takePolicy(String text) throws ActiveMQException {
            Matcher revision = EPOCH.matcher(text.substring(0, Math.min(400, text.length())));
            Matcher itsHash = HASH.matcher(text.substring(0, Math.min(400, text.length())));
            if (!revision.find() || !itsHash.find()) {
                throw new IllegalStateException("no policy: " + text.substring(0, Math.min(80, text.length())));
            }
            Revision newest = new Revision(Long.parseLong(revision.group(1)), Long.parseLong(revision.group(2)));
            synchronized (this) {
                if (!newest.isNewerThan(active)) {
                    return;
                }
                active = newest;
                hash = itsHash.group(1);
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
                        version(all),
                        "127.0.0.1:1",
                        "http://127.0.0.1:1",
                        true,
                        active,
                        hash,
                        Optional.empty(),
                        0,
                        new NodeState.Records(0, 0, 0, 0, 0),
                        new NodeState.Membership(Protocol.CURRENT, "", "", 0, Optional.empty()),
                        active,
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

        synchronized long confirmedAt(Revision revision) {
            return confirmed.getOrDefault(revision, 0L);
        }

        synchronized long answered() {
            return answered;
        }

        synchronized boolean isAtHead() {
            return atHead;
        }
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
