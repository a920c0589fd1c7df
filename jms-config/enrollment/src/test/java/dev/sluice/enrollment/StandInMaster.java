package dev.sluice.enrollment;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.sluice.identity.ClusterCa;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An HTTPS server with a certificate of an authority that gives the answers of a list, the last one for ever. */
final class StandInMaster implements AutoCloseable {
    interface Reply {
        void to(HttpExchange exchange, String body) throws Exception;
    }

    record Call(String method, String path, String body) {}

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpsServer server;
    private final Queue<Reply> replies = new ArrayDeque<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    StandInMaster(ClusterCa ca, Path folder, ClusterCa.Role role, int port, String... names) throws Exception {
        var password = "a password".toCharArray();
        var file = folder.resolve("portal.p12");
        ca.issue(role, "portal", List.of(names), file, password);
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(KeyStore.getInstance(file.toFile(), password), password);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    StandInMaster replies(Reply... inTurn) {
        replies.addAll(List.of(inTurn));
        return this;
    }

    static Reply status(int status, String body) {
        return (exchange, request) -> {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    List<Call> calls() {
        return calls;
    }

    int port() {
        return server.getAddress().getPort();
    }

    URI address() {
        return URI.create("https://localhost:" + port());
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            calls.add(new Call(
                    exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body));
            reply().to(exchange, body);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private synchronized Reply reply() {
        return replies.size() > 1 ? replies.remove() : replies.element();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
