package dev.sluice.slave.proxy;

import dev.sluice.slave.config.SlaveConfig;
import dev.sluice.slave.filter.Audit;
import dev.sluice.slave.filter.Gate;
import dev.sluice.slave.filter.Ledger;
import dev.sluice.slave.filter.Notices;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Clock;
import java.util.function.Predicate;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/** Puts the parts of the listener together: front door, then tunnels, then the servlet for plain requests. */
final class Assembly {
    private static final int MAX_REQUEST_HEADER_BYTES = 64 * 1024;
    private static final int MAX_RESPONSE_HEADER_BYTES = 64 * 1024;
    private static final int BACKLOG = 4096;

    private final SlaveConfig config;
    private final Server server;
    private final ServerConnector connector;
    private final TunnelHandler tunnels;
    private final Origins origins;
    private final Drain drain;

    Assembly(
            SlaveConfig config,
            Ledger ledger,
            Gate gate,
            Audit audit,
            Notices notices,
            Clock clock,
            Resolver resolver,
            Predicate<Request> isWarmUp) {
        this.config = config;
        QueuedThreadPool threads = new QueuedThreadPool(config.maxThreads());
        threads.setName("sluice-proxy");
        server = new Server(threads, new ScheduledExecutorScheduler("sluice-timer", true), new ArrayByteBufferPool());
        connector = newConnector();
        server.addConnector(connector);
        Via via = new Via(config.nodeId());
        Replies replies = new Replies(config.nodeId());
        Complaints complaints = new Complaints(notices, replies);
        origins = new Origins(config, server, resolver);
        tunnels = new TunnelHandler(
                servlet(new ForwardServlet(origins, via, complaints)), config, resolver, ledger, complaints);
        tunnels.setExecutor(threads);
        tunnels.setScheduler(server.getScheduler());
        tunnels.setByteBufferPool(server.getByteBufferPool());
        drain = new Drain(ledger, server.getScheduler(), config.drainGrace(), new CutAll(ledger));
        FrontDoor door =
                new FrontDoor(tunnels, ledger, gate, audit, notices, replies, complaints, via, clock, isWarmUp, drain);
        server.setHandler(door);
        server.setErrorHandler(new ErrorPages(config.nodeId(), replies));
        server.setRequestLog(new RecordLog(ledger, door, tunnels));
        server.setStopTimeout(0);
    }

    private ServerConnector newConnector() {
        HttpConnectionFactory http = new ProxyConnection.Factory(http());
        ServerConnector made = new ServerConnector(server, null, null, null, 1, -1, http) {
            @Override
            protected SocketChannelEndPoint newEndPoint(
                    SocketChannel channel, ManagedSelector selector, SelectionKey key) {
                HonestEndPoint endPoint = new HonestEndPoint(channel, selector, key, getScheduler());
                endPoint.setIdleTimeout(getIdleTimeout());
                return endPoint;
            }
        };
        if (!config.balancers().isEmpty()) {
            BalancerAwareFactory first = new BalancerAwareFactory(config.balancers(), http);
            made.addFirstConnectionFactory(first);
            made.setDefaultProtocol(first.getProtocol());
        }
        made.setHost(config.proxyAddress());
        made.setPort(config.proxyPort());
        made.setAcceptQueueSize(BACKLOG);
        made.setIdleTimeout(config.idleTimeout().toMillis());
        made.setShutdownIdleTimeout(-1);
        return made;
    }

    /** Strict about framing, lenient about URIs: those are the origin's business, and only the host is decided on. */
    private static HttpConfiguration http() {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setSendDateHeader(false);
        http.setRequestHeaderSize(MAX_REQUEST_HEADER_BYTES);
        http.setResponseHeaderSize(MAX_RESPONSE_HEADER_BYTES);
        http.setHttpCompliance(HttpCompliance.RFC9110.with("SLUICE", HttpCompliance.Violation.MISMATCHED_AUTHORITY));
        http.setUriCompliance(UriCompliance.UNSAFE);
        return http;
    }

    private static ServletContextHandler servlet(ForwardServlet servlet) {
        ServletContextHandler context = new ServletContextHandler("/", false, false);
        context.setClassLoader(ForwardServlet.class.getClassLoader());
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        ServletHolder holder = new ServletHolder("forward", servlet);
        holder.setAsyncSupported(true);
        holder.setInitOrder(0);
        context.addServlet(holder, "/*");
        return context;
    }

    Server server() {
        return server;
    }

    ServerConnector connector() {
        return connector;
    }

    TunnelHandler tunnels() {
        return tunnels;
    }

    Drain drain() {
        return drain;
    }

    private final class CutAll implements Drain.Cut {
        private final Ledger ledger;

        private CutAll(Ledger ledger) {
            this.ledger = ledger;
        }

        @Override
        public void exchanges() {
            ledger.cut();
            tunnels.cut();
            origins.cut();
        }

        @Override
        public void connections() {
            connector.getConnectedEndPoints().forEach(EndPoint::close);
        }
    }
}
