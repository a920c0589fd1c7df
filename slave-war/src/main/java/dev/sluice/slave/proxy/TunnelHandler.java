package dev.sluice.slave.proxy;

import dev.sluice.slave.config.SlaveConfig;
import dev.sluice.slave.filter.Exchange;
import dev.sluice.slave.filter.Ledger;
import dev.sluice.slave.filter.Target;
import dev.sluice.slave.filter.Trouble;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ConnectHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Opens the tunnels that were let through. Finds the host's addresses without blocking and tries them in turn; a tunnel
 * lives until both ends are closed, one end fails, or nothing moves for the idle time.
 */
final class TunnelHandler extends ConnectHandler {
    /** At par with Squid's bulk rate; the buffer pool keeps no bigger ones. */
    private static final int BUFFER_BYTES = 65_536;

    private final Resolver resolver;
    private final Ledger ledger;
    private final Complaints complaints;
    private final Map<EndPoint, OpenTunnel> open = new ConcurrentHashMap<>();
    private @Nullable SelectorManager connector;

    TunnelHandler(Handler next, SlaveConfig config, Resolver resolver, Ledger ledger, Complaints complaints) {
        super(next);
        this.resolver = resolver;
        this.ledger = ledger;
        this.complaints = complaints;
        setConnectTimeout(config.connectTimeout().toMillis());
        setIdleTimeout(config.tunnelIdleTimeout().toMillis());
        setBufferSize(BUFFER_BYTES);
    }

    @Override
    protected SelectorManager newSelectorManager() {
        connector = new Connector(getExecutor(), getScheduler());
        return connector;
    }

    /** The gate let it through: nothing has gone out so far, not even a DNS question. */
    @Override
    protected void handleConnect(Request request, Response response, Callback callback, String ignored) {
        Target target = Exchanges.of(request).target();
        resolver.resolve(target.host(), target.port(), new Promise<>() {
            @Override
            public void succeeded(List<InetSocketAddress> addresses) {
                connect(new Attempt(request, response, callback, addresses.iterator()));
            }

            @Override
            public void failed(Throwable failure) {
                complaints.send(request, response, callback, Failures.toConnect(failure));
            }
        });
    }

    private void connect(Attempt attempt) {
        SocketChannel channel = null;
        try {
            InetSocketAddress address = attempt.left.next();
            attempt.address = address;
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.socket().setTcpNoDelay(true);
            SelectorManager manager = Objects.requireNonNull(connector);
            if (channel.connect(address)) {
                manager.accept(channel, attempt);
            } else {
                manager.connect(channel, attempt);
            }
        } catch (IOException | RuntimeException failure) {
            Sockets.close(channel);
            connectFailed(attempt, failure);
        }
    }

    private void connectFailed(Attempt attempt, Throwable failure) {
        if (attempt.left.hasNext()) {
            connect(attempt);
        } else {
            Trouble trouble = Failures.toConnect(failure);
            complaints.send(attempt.getRequest(), attempt.getResponse(), attempt.getCallback(), trouble);
        }
    }

    @Override
    protected void onConnectSuccess(ConnectContext context, UpstreamConnection upstream) {
        Exchange exchange = Exchanges.of(context.getRequest());
        if (context instanceof Attempt attempt && attempt.address != null) {
            InetSocketAddress address = attempt.address;
            exchange.connected(address.getAddress().getHostAddress() + ":" + address.getPort());
        }
        OpenTunnel tunnel = new OpenTunnel(exchange, ledger);
        context.getContext().put(OpenTunnel.KEY, tunnel);
        context.getRequest().setAttribute(OpenTunnel.KEY, upstream.getEndPoint());
        ledger.openTunnel(exchange);
        open.put(upstream.getEndPoint(), tunnel);
        context.getRequest().addHttpStreamWrapper(stream -> new Established(stream, context.getEndPoint()));
        super.onConnectSuccess(context, upstream);
    }

    @Override
    protected UpstreamConnection newUpstreamConnection(EndPoint endPoint, ConnectContext context) {
        return new Upstream(endPoint, getExecutor(), getByteBufferPool(), context);
    }

    @Override
    protected DownstreamConnection newDownstreamConnection(EndPoint endPoint, ConcurrentMap<String, Object> context) {
        return new Downstream(endPoint, getExecutor(), getByteBufferPool(), context);
    }

    /** The client never got its 200: the tunnel ends before it began. */
    void abandon(Request request) {
        if (request.getAttribute(OpenTunnel.KEY) instanceof EndPoint upstream) {
            upstream.close();
        }
    }

    /** Ends all tunnels that are still open, at the end of the drain. */
    void cut() {
        open.forEach((upstream, tunnel) -> {
            upstream.close();
            tunnel.end(null);
        });
    }

    private static OpenTunnel tunnel(ConcurrentMap<String, Object> context) {
        return (OpenTunnel) Objects.requireNonNull(context.get(OpenTunnel.KEY));
    }

    /** One CONNECT and the addresses that are left to try. */
    private static final class Attempt extends ConnectContext {
        private final Iterator<InetSocketAddress> left;
        private @Nullable InetSocketAddress address;

        private Attempt(Request request, Response response, Callback callback, Iterator<InetSocketAddress> left) {
            super(request, response, callback, request.getTunnelSupport().getEndPoint());
            this.left = left;
        }
    }

    private final class Connector extends ConnectManager {
        private Connector(Executor executor, Scheduler scheduler) {
            super(executor, scheduler, 1);
        }

        @Override
        protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
            HonestEndPoint endPoint = new HonestEndPoint((SocketChannel) channel, selector, key, getScheduler());
            endPoint.setIdleTimeout(getIdleTimeout());
            return endPoint;
        }

        @Override
        protected void connectionFailed(SelectableChannel channel, Throwable failure, Object attachment) {
            Sockets.close((SocketChannel) channel);
            connectFailed((Attempt) attachment, failure);
        }
    }

    private final class Upstream extends UpstreamConnection {
        private Upstream(EndPoint endPoint, Executor executor, ByteBufferPool buffers, ConnectContext context) {
            super(endPoint, executor, buffers, context);
        }

        @Override
        protected int read(EndPoint endPoint, ByteBuffer buffer) throws IOException {
            int read = super.read(endPoint, buffer);
            tunnel(getContext()).sentDown(read);
            return read;
        }

        @Override
        public boolean onIdleExpired(TimeoutException timeout) {
            tunnel(getContext()).fail(Trouble.TIMEOUT);
            return super.onIdleExpired(timeout);
        }

        @Override
        protected void close(Throwable failure) {
            Sockets.resetOnClose(getEndPoint());
            super.close(failure);
        }

        @Override
        public void onClose(@Nullable Throwable cause) {
            super.onClose(cause);
            open.remove(getEndPoint());
            if (getConnection() != null) {
                getConnection().getEndPoint().close();
            }
            if (getContext().get(OpenTunnel.KEY) instanceof OpenTunnel tunnel) {
                tunnel.end(cause);
            }
        }
    }

    private final class Downstream extends DownstreamConnection {
        private Downstream(
                EndPoint endPoint, Executor executor, ByteBufferPool buffers, ConcurrentMap<String, Object> context) {
            super(endPoint, executor, buffers, context);
            // It had the shorter one of a connection between requests.
            endPoint.setIdleTimeout(getIdleTimeout());
        }

        @Override
        public void onUpgradeTo(ByteBuffer buffer) {
            tunnel(getContext()).sentUp(buffer == null ? 0 : buffer.remaining());
            super.onUpgradeTo(buffer);
        }

        @Override
        protected int read(EndPoint endPoint, ByteBuffer buffer) throws IOException {
            int read = super.read(endPoint, buffer);
            tunnel(getContext()).sentUp(read);
            return read;
        }

        @Override
        public boolean onIdleExpired(TimeoutException timeout) {
            tunnel(getContext()).fail(Trouble.TIMEOUT);
            return super.onIdleExpired(timeout);
        }

        @Override
        protected void close(Throwable failure) {
            Sockets.resetOnClose(getEndPoint());
            super.close(failure);
        }

        @Override
        public void onClose(@Nullable Throwable cause) {
            super.onClose(cause);
            getConnection().getEndPoint().close();
        }
    }
}
