package dev.sluice.cli.remote;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.sluice.identity.ClusterCa;
import dev.sluice.identity.ClusterCa.Role;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Answers as the master's REST interface does, over real TLS, with what a test lays out; the cluster tests ask a real one. */
final class MasterStub implements AutoCloseable {
    private static final char[] PASSWORD = "stub".toCharArray();

    final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, String> later = new ConcurrentHashMap<>();
    private final Set<String> cut = ConcurrentHashMap.newKeySet();
    private final Map<String, Queue<Failure>> failures = new ConcurrentHashMap<>();
    private final SSLContext tls;
    private final Path authority;
    private volatile HttpsServer server;

    private record Failure(int status, String body, boolean passes) {}

    MasterStub(Path folder) throws Exception {
        ClusterCa ca = ClusterCa.openOrCreate(folder.resolve("ca"), PASSWORD);
        authority = folder.resolve("ca/ca.crt");
        Path keyStore = folder.resolve("portal.p12");
        ca.issue(Role.PORTAL, "portal", List.of("127.0.0.1"), keyStore, PASSWORD);
        tls = tls(keyStore);
        server = start(0);
    }

    private HttpsServer start(int port) throws IOException {
        HttpsServer started = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
        started.setHttpsConfigurator(new HttpsConfigurator(tls));
        started.createContext("/api/v1/", this::answer);
        started.start();
        return started;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String call = exchange.getRequestMethod() + " "
                + exchange.getRequestURI().toString().substring("/api/v1/".length());
        calls.add((call + " " + body).strip());
        Failure failure =
                failures.getOrDefault(call, new ConcurrentLinkedQueue<>()).poll();
        if (failure != null) {
            if (failure.passes()) {
                exchange.getResponseHeaders().set("Retry-After", "0");
            }
            send(exchange, failure.status(), failure.body(), 0);
            return;
        }
        boolean known = "Bearer token".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        String answer = answers.getOrDefault(call, "{\"status\":404,\"detail\":\"There is nothing at this address.\"}");
        int status = !known ? 401 : answer.contains("\"detail\"") ? 422 : 200;
        if (later.containsKey(call)) {
            answers.put(call, later.get(call));
        }
        send(exchange, status, answer, cut.contains(call) ? 1 : 0);
    }

    private static void send(HttpExchange exchange, int status, String answer, int missing) throws IOException {
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length + missing);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static SSLContext tls(Path keyStore) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keyStore)) {
            store.load(in, PASSWORD);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** @param call method and path, such as {@code GET nodes} */
    MasterStub answer(String call, String json) {
        answers.put(call, json);
        return this;
    }

    /** What the same call is answered with from the second time on. */
    MasterStub then(String call, String json) {
        later.put(call, json);
        return this;
    }

    /** Fails this call once so before it answers, and asks to try again at once; several calls of this stand in a row. */
    MasterStub fail(String call, int status, String body) {
        return fail(call, new Failure(status, body, true));
    }

    /** As {@link #fail}, without a word on trying again. */
    MasterStub refuse(String call, int status, String body) {
        return fail(call, new Failure(status, body, false));
    }

    private MasterStub fail(String call, Failure failure) {
        failures.computeIfAbsent(call, first -> new ConcurrentLinkedQueue<>()).add(failure);
        return this;
    }

    /** Refuses connections until {@link #comeBack}. */
    void goAway() {
        server.stop(0);
    }

    void comeBack() throws IOException {
        server = start(server.getAddress().getPort());
    }

    /** Ends the answer to this call before its end. */
    void cutOff(String call) {
        answers.put(call, "[");
        cut.add(call);
    }

    String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    Path authority() {
        return authority;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
