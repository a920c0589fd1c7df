import com.sun.net.httpserver.HttpServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Measures, in a running cluster, the time from the publish call to the moment at which each slave refuses the host.
 *
 * <p>{@code SLUICE_TOKEN=slc_… java benchmarks/PublishLatency.java PORTAL CA.CRT ROUNDS SLAVE_PORT…}, for instance {@code
 * https://127.0.0.1:8888 .sluice/secrets/ca/ca.crt 10 8081 8082}. It adds a rule at the top of the draft for a host of its
 * own, publishes it, asks each slave for that host every millisecond until it is refused, and takes the rule out again.
 */
public final class PublishLatency {
    private static final String RULE =
            "{\"id\":\"publish-latency\",\"name\":\"Publish latency\",\"enabled\":true,"
                    + "\"when\":[{\"host\":[\"127.0.0.1\"]}],\"action\":{\"block\":{\"message\":\"measured\"}}}";

    private final URI portal;
    private final HttpClient https;
    private final String token = System.getenv("SLUICE_TOKEN");

    private PublishLatency(URI portal, Path ca) throws Exception {
        this.portal = portal;
        this.https = HttpClient.newBuilder().sslContext(trusting(ca)).build();
    }

    public static void main(String[] args) throws Exception {
        PublishLatency cluster = new PublishLatency(URI.create(args[0]), Path.of(args[1]));
        int rounds = Integer.parseInt(args[2]);
        List<Integer> slaves = new ArrayList<>();
        for (int i = 3; i < args.length; i++) {
            slaves.add(Integer.parseInt(args[i]));
        }
        HttpServer origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        origin.setExecutor(Executors.newCachedThreadPool());
        origin.start();
        try {
            cluster.measure(rounds, slaves, URI.create("http://127.0.0.1:" + origin.getAddress().getPort() + "/"));
        } finally {
            origin.stop(0);
        }
        System.exit(0);
    }

    private void measure(int rounds, List<Integer> slaves, URI target) throws Exception {
        List<Double> all = new ArrayList<>();
        var pool = Executors.newCachedThreadPool();
        for (int round = 1; round <= rounds; round++) {
            String before = draft().body();
            put(withRule(before));
            List<Future<Long>> refused = new ArrayList<>();
            for (int slave : slaves) {
                refused.add(pool.submit(() -> waitForStatus(slave, target, 403)));
            }
            long start = System.nanoTime();
            publish("latency round " + round);
            long answered = System.nanoTime();
            StringBuilder line = new StringBuilder("round %2d: publish answered %5.1f ms".formatted(round, ms(start, answered)));
            for (int i = 0; i < slaves.size(); i++) {
                double taken = ms(start, refused.get(i).get());
                all.add(taken);
                line.append("; slave on %d refuses after %5.1f ms".formatted(slaves.get(i), taken));
            }
            System.out.println(line);
            put(before);
            publish("latency round " + round + " undone");
            for (int slave : slaves) {
                waitForStatus(slave, target, 204);
            }
        }
        Collections.sort(all);
        System.out.printf(
                "publish call to refusal, %d samples: p50 %.1f ms, max %.1f ms%n",
                all.size(), all.get(all.size() / 2), all.get(all.size() - 1));
    }

    private static long waitForStatus(int slavePort, URI target, int wanted) throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", slavePort)))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (System.nanoTime() < deadline) {
            int status = client.send(HttpRequest.newBuilder(target).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status == wanted) {
                return System.nanoTime();
            }
            Thread.sleep(1); // without a pause the questions take the processors from what is measured
        }
        throw new IllegalStateException("slave on " + slavePort + " did not answer " + wanted + " within 30 s");
    }

    private HttpResponse<String> draft() throws Exception {
        return call(request("/api/v1/policy/draft").GET());
    }

    private void put(String bundle) throws Exception {
        call(request("/api/v1/policy/draft")
                .header("If-Match", draft().headers().firstValue("ETag").orElseThrow())
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(bundle)));
    }

    private void publish(String comment) throws Exception {
        call(request("/api/v1/policy/publish")
                .header("If-Match", draft().headers().firstValue("ETag").orElseThrow())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"comment\":\"" + comment + "\"}")));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(portal.resolve(path)).header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> call(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = https.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(response.request().uri() + ": " + response.statusCode() + " " + response.body());
        }
        return response;
    }

    private static String withRule(String bundle) {
        return bundle.replaceFirst("\"rules\"\\s*:\\s*\\[", "\"rules\":[" + Matcher.quoteReplacement(RULE) + ",");
    }

    private static double ms(long from, long to) {
        return (to - from) / 1e6;
    }

    private static SSLContext trusting(Path ca) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(ca)) {
            store.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
