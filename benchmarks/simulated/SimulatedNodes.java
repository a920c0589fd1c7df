import dev.sluice.enrollment.ActivationKey;
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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Many nodes beside the real ones of a running cluster: each joins with an activation key, has its own TLS connection to the
 * broker and speaks the protocol, but has no proxy and compiles nothing. What is measured is the control plane: from the
 * publish call until the master has answered the state in which a node says that the revision is active, for every node.
 *
 * <p>{@code benchmarks/simulated-nodes PORTAL CA.CRT NODES ROUNDS}; see README.md.
 */
public final class SimulatedNodes {
    private static final int LONG_LIST = 1_000_000;
    private static final Pattern REVISION = Pattern.compile("\"epoch\":(\\d+),\"number\":(\\d+)");

    final URI portal;
    private final Path authority;
    final Path folder;
    private final String token = System.getenv("SLUICE_TOKEN");
    private final HttpClient https;
    final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, SimulatedNodes::daemon);
    private final List<SimulatedNode> nodes = new ArrayList<>();

    SimulatedNodes(URI portal, Path authority, Path folder) throws Exception {
        this.portal = portal;
        this.authority = authority;
        this.folder = folder;
        this.https = HttpClient.newBuilder()
                .sslContext(trusting(authority))
                .version(HttpClient.Version.HTTP_1_1) // a connection for each node that fetches, as with real ones
                .build();
    }

    public static void main(String[] args) throws Exception {
        SimulatedNodes all = new SimulatedNodes(
                URI.create(args[0]), Path.of(args[1]), Files.createDirectories(Path.of(args[4])));
        int count = Integer.parseInt(args[2]);
        int rounds = Integer.parseInt(args[3]);
        try {
            all.enrol(count);
            all.connect("first connection");
            all.publish("small policy", rounds, round -> {});
            all.replaceList(0);
            all.send("POST", "policy/draft/rules?position=0", rule("simulated", "{\"category\":[\"simulated\"]}"));
            all.publish("policy with 1 MB of domains, new", 1, round -> {});
            all.publish("policy with 1 MB of domains, the same", rounds, round -> {});
            all.publish("policy with 1 MB of domains, one of them changed", rounds, all::replaceList);
            all.reconnect();
        } catch (Exception e) {
            e.printStackTrace();
        }
        all.cleanUp();
        System.exit(0);
    }

    List<SimulatedNode> nodes() {
        return nodes;
    }

    /** At least twenty rounds, and on until it is over; a second apart. */
    void publish(String what, BooleanSupplier over) throws Exception {
        publish(what, round -> Thread.sleep(1_000), rounds -> rounds >= 20 && (over.getAsBoolean() || rounds >= 1_000));
    }

    private void publish(String what, int rounds, Change change) throws Exception {
        publish(what, change, done -> done >= rounds);
    }

    /** What is done to the draft before a round's publish call. */
    private interface Change {
        void before(int round) throws Exception;
    }

    /** A category of 1 MB, with one domain that is of this round alone; round 0 makes it. */
    private void replaceList(int round) throws Exception {
        StringBuilder list = new StringBuilder("\"only-in-round-" + round + ".simulated.example\"");
        for (int i = 0; list.length() < LONG_LIST; i++) {
            list.append(",\"host-").append(i).append(".simulated.example\"");
        }
        String category = "{\"name\":\"simulated\",\"domains\":[" + list + "]}";
        if (round == 0) {
            send("POST", "policy/draft/categories", category);
        } else {
            send("PUT", "policy/draft/categories/simulated", category);
        }
    }

    /** Takes out of the cluster what this run brought in. */
    void cleanUp() throws Exception {
        for (String made : List.of("rules/round", "rules/simulated", "categories/simulated")) {
            call("DELETE", "policy/draft/" + made, "");
        }
        call("POST", "policy/publish", "{\"comment\":\"after the simulated nodes\"}");
        for (SimulatedNode node : nodes) {
            send("POST", "nodes/" + node.name() + "/remove", "");
        }
    }

    void enrol(int count) throws Exception {
        String made = send(
                "POST",
                "keys",
                "{\"uses\":" + count + ",\"ttl\":\"PT1H\",\"group\":\"\",\"networks\":[],\"autoApprove\":true}");
        Matcher text = Pattern.compile("\"key\":\"([^\"]+)\"").matcher(made);
        text.find();
        ActivationKey key = ActivationKey.parse(text.group(1));
        String run = Long.toString(System.currentTimeMillis() / 1000, 36);
        long begin = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(8, SimulatedNodes::daemon);
        List<Future<SimulatedNode>> enrolling = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            String name = "sim-%s-%04d".formatted(run, i);
            enrolling.add(threads.submit(() -> SimulatedNode.join(this, name, key)));
        }
        for (Future<SimulatedNode> node : enrolling) {
            nodes.add(node.get());
            if (nodes.size() % 100 == 0) {
                System.err.println("  " + nodes.size() + " nodes have joined");
            }
        }
        threads.shutdown();
        System.out.printf("%d nodes joined in %.1f s%n", count, seconds(begin));
    }

    void connect(String what) throws Exception {
        long begin = System.nanoTime();
        double used = processorSeconds();
        ExecutorService threads = Executors.newFixedThreadPool(32, SimulatedNodes::daemon);
        List<Future<?>> connecting = new ArrayList<>();
        for (SimulatedNode node : nodes) {
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
        printUsed(used);
    }

    /** All lose their connections at once and come back at once. */
    private void reconnect() throws Exception {
        for (SimulatedNode node : nodes) {
            node.disconnect();
        }
        connect("reconnect storm");
    }

    private void publish(String what, Change change, IntPredicate enough) throws Exception {
        List<Double> enforced = new ArrayList<>();
        List<Double> known = new ArrayList<>();
        List<Double> last = new ArrayList<>();
        double used = processorSeconds();
        int rounds = 0;
        while (!enough.test(rounds)) {
            rounds++;
            change.before(rounds);
            String host = "{\"host\":[\"" + UUID.randomUUID() + ".simulated.example\"]}";
            send("POST", "policy/draft/rules?position=0", rule("round", host));
            long begin = System.nanoTime();
            Matcher published = REVISION.matcher(send("POST", "policy/publish", "{\"comment\":\"simulated\"}"));
            published.find();
            Revision revision = new Revision(Long.parseLong(published.group(1)), Long.parseLong(published.group(2)));
            awaitAll("revision " + revision, node -> node.confirmedAt(revision) > 0);
            for (SimulatedNode node : nodes) {
                enforced.add((node.enforcedAt(revision) - begin) / 1e6);
                known.add((node.confirmedAt(revision) - begin) / 1e6);
            }
            last.add(nodes.stream().mapToLong(node -> node.confirmedAt(revision)).max().orElseThrow() / 1e6 - begin / 1e6);
            send("DELETE", "policy/draft/rules/round", "");
        }
        System.out.printf("%s, %d nodes, %d rounds, from the publish call, p50/p95/p99 in ms:%n", what, nodes.size(), rounds);
        System.out.printf("  a node has it      %s%n", percentiles(enforced));
        System.out.printf("  the master knows   %s%n", percentiles(known));
        System.out.printf("  it knows of all    %s%n", percentiles(last));
        printUsed(used);
    }

    private static void printUsed(double before) {
        System.out.printf("  processor seconds of the simulation itself: %.1f%n", processorSeconds() - before);
    }

    private static double processorSeconds() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
    }

    private static String percentiles(List<Double> values) {
        return "%5.0f %5.0f %5.0f".formatted(percentile(values, 50), percentile(values, 95), percentile(values, 99));
    }

    private static String rule(String name, String condition) {
        return "{\"name\":\"" + name + "\",\"enabled\":true,\"when\":[" + condition
                + "],\"action\":{\"block\":{\"message\":\"simulated\"}}}";
    }

    private static double percentile(List<Double> values, int percent) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)];
    }

    /** Fetches a long list, as the difference to one that it has; asks again when the master is busy. */
    CompletableFuture<Void> fetch(String digest, String base) {
        URI uri = portal.resolve("/api/v1/sections/" + digest + (base.isEmpty() ? "" : "?base=" + base));
        HttpRequest request =
                HttpRequest.newBuilder(uri).header("Accept-Encoding", "gzip").build();
        return https.sendAsync(request, BodyHandlers.ofByteArray())
                .handle((response, failure) -> failure == null && response.statusCode() == 200)
                .thenCompose(fetched -> fetched ? CompletableFuture.completedFuture(null) : later(digest, base));
    }

    private CompletableFuture<Void> later(String digest, String base) {
        return CompletableFuture.supplyAsync(
                        () -> fetch(digest, base), CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS))
                .thenCompose(again -> again);
    }

    private interface Wanted {
        boolean by(SimulatedNode node);
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
        HttpResponse<String> response = call(method, path, body);
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    private HttpResponse<String> call(String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(portal.resolve("/api/v1/" + path))
                .header("Authorization", "Bearer " + token)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return https.send(request.build(), BodyHandlers.ofString());
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
}
