package dev.sluice.slave.proxy;

import dev.sluice.slave.config.SlaveConfig;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jetty.client.ContinueProtocolHandler;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** The connections to origins. Threads, timers and buffers are the server's: nothing is handed between pools. */
final class Origins {
    private static final int CONNECTIONS_PER_ORIGIN = 1024;
    private static final int MAX_HEADER_BYTES = 64 * 1024;

    private final SlaveConfig config;
    private final Server server;
    private final Resolver resolver;
    private final Set<EndPoint> open = ConcurrentHashMap.newKeySet();

    Origins(SlaveConfig config, Server server, Resolver resolver) {
        this.config = config;
        this.server = server;
        this.resolver = resolver;
    }

    void execute(Runnable task) {
        server.getThreadPool().execute(task);
    }

    void schedule(Runnable task, long delay, TimeUnit unit) {
        Scheduler scheduler = server.getScheduler();
        scheduler.schedule(task, delay, unit);
    }

    /** Closes every connection, by the client's own means: it then fails what waits for an answer. */
    void cut() {
        for (EndPoint endPoint : open) {
            Connection connection = endPoint.getConnection();
            if (connection != null) {
                connection.close();
            }
        }
    }

    /** A started client that passes all on as it is: no cookies, redirects, decoding, log-ins or agent of its own. */
    HttpClient start(Function<Request, Runnable> onContinue) {
        HttpClient client = new HttpClient(new HttpClientTransportOverHTTP(connector()));
        client.setExecutor(server.getThreadPool());
        client.setScheduler(server.getScheduler());
        client.setByteBufferPool(server.getByteBufferPool());
        client.setSocketAddressResolver(resolver);
        client.setConnectTimeout(config.connectTimeout().toMillis());
        client.setIdleTimeout(config.idleTimeout().toMillis());
        client.setMaxConnectionsPerDestination(CONNECTIONS_PER_ORIGIN);
        client.setDestinationIdleTimeout(2 * config.idleTimeout().toMillis());
        client.setMaxRequestHeadersSize(MAX_HEADER_BYTES);
        client.setMaxResponseHeadersSize(MAX_HEADER_BYTES);
        client.setFollowRedirects(false);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setUserAgentField(null);
        client.setDefaultRequestContentType(null);
        try {
            client.start();
        } catch (Exception e) {
            throw new IllegalStateException("The connections to origins do not start", e);
        }
        client.getContentDecoderFactories().clear();
        handleInterimResponses(client, onContinue);
        return client;
    }

    private ClientConnector connector() {
        ClientConnector connector = new ClientConnector() {
            @Override
            protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
                HonestEndPoint made = new HonestEndPoint((SocketChannel) channel, selector, key, getScheduler()) {
                    @Override
                    public void onClose(@Nullable Throwable cause) {
                        open.remove(this);
                        super.onClose(cause);
                    }
                };
                open.add(made);
                return made;
            }
        };
        connector.setExecutor(server.getThreadPool());
        connector.setScheduler(server.getScheduler());
        connector.setByteBufferPool(server.getByteBufferPool());
        connector.setSelectors(1);
        connector.setTCPNoDelay(true);
        return connector;
    }

    /** 100 wakes the client's upload; the others are passed on. */
    private static void handleInterimResponses(HttpClient client, Function<Request, Runnable> onContinue) {
        client.getProtocolHandlers().clear();
        client.getProtocolHandlers().put(new ContinueProtocolHandler() {
            /** It would take another interim response for the final answer to an expectation. */
            @Override
            public boolean accept(Request request, Response response) {
                return !InterimResponses.isOne(response) && super.accept(request, response);
            }

            @Override
            protected Runnable onContinue(Request request) {
                return onContinue.apply(request);
            }
        });
        client.getProtocolHandlers().put(new InterimResponses());
    }
}
