package dev.sluice.slave.proxy;

import dev.sluice.jms.NodeState.Service;
import dev.sluice.policy.CompiledPolicy;
import dev.sluice.slave.auth.Authenticator;
import dev.sluice.slave.config.SlaveConfig;
import dev.sluice.slave.filter.Audit;
import dev.sluice.slave.filter.Gate;
import dev.sluice.slave.filter.Ledger;
import dev.sluice.slave.filter.Notices;
import dev.sluice.slave.filter.Outcomes;
import dev.sluice.slave.filter.RecordSink;
import dev.sluice.slave.filter.Traffic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proxy of one slave: one listener for plain requests and tunnels. Started and stopped once; all else may be called
 * from any thread.
 */
public final class ProxyServer {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyServer.class);

    private final SlaveConfig config;
    private final Ledger ledger;
    private final OwnListener own = new OwnListener();
    private final WarmUp warmUp = new WarmUp();
    private final Authenticator authenticator;
    private final Resolver resolver;
    private final Assembly assembly;
    private volatile boolean warm;
    private volatile int port;

    /**
     * Makes a proxy that does not listen yet.
     *
     * @param policy asked once for each exchange; must not block
     * @param records gets one record for each exchange and tunnel at its end
     * @param audit asked before an audited exchange goes on
     */
    public ProxyServer(
            SlaveConfig config,
            Supplier<Optional<CompiledPolicy>> policy,
            RecordSink records,
            Audit audit,
            Clock clock) {
        this(config, policy, records, audit, clock, InetAddress::getAllByName, new Authenticator());
    }

    ProxyServer(
            SlaveConfig config,
            Supplier<Optional<CompiledPolicy>> policy,
            RecordSink records,
            Audit audit,
            Clock clock,
            Resolver.Lookup lookup,
            Authenticator authenticator) {
        this.config = config;
        this.authenticator = authenticator;
        ledger = new Ledger(records);
        resolver = new Resolver(lookup, own, config.connectTimeout());
        assembly = new Assembly(
                config,
                ledger,
                new Gate(policy, authenticator),
                audit,
                new Notices(config.nodeId()),
                clock,
                resolver,
                warmUp::isMine);
    }

    /**
     * Opens the listener and begins to warm up; {@link #ready} tells when that is done.
     *
     * @throws IOException when the address cannot be bound, with a message for the administrator
     */
    public void start() throws IOException {
        try {
            assembly.server().start();
        } catch (Exception e) {
            throw new IOException(
                    "The proxy cannot listen on " + config.proxyAddress() + ":" + config.proxyPort() + ": "
                            + e.getMessage(),
                    e);
        }
        port = assembly.connector().getLocalPort();
        InetSocketAddress bound = new InetSocketAddress(config.proxyAddress(), port);
        own.bound(bound);
        LOG.info("Proxy {} listens on {}:{}", config.nodeId(), config.proxyAddress(), port);
        if (config.warmUpRequests() == 0) {
            warm = true;
        } else {
            Thread thread = new Thread(() -> warmUp(bound), "sluice-warm-up");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void warmUp(InetSocketAddress bound) {
        InetSocketAddress reachable = bound.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), bound.getPort())
                : bound;
        try {
            warmUp.run(reachable, config.warmUpRequests());
        } catch (Exception e) {
            LOG.warn("The warm-up of the proxy failed; it goes on cold: {}", e.toString());
        }
        warm = true;
    }

    /**
     * Takes the proxy out of service while it stays up: it is not ready at once, lets what runs go on for that time, cuts
     * what is left, and then refuses what still comes. Called again, it changes the time.
     */
    public void drain(Duration time) {
        assembly.drain().begin(time);
    }

    /** Undoes a {@link #drain}, at any point. */
    public void resume() {
        assembly.drain().resume();
    }

    public Service service() {
        return assembly.drain().service();
    }

    /**
     * Stops: is not ready at once, takes no more connections once a balancer has seen that, lets what runs go on for the
     * drain time, and cuts what is left. Returns when all is closed and every record is made.
     */
    public void stop() {
        if (assembly.drain().end()) {
            pause(config.drainGrace());
        }
        CompletableFuture<Void> unused = assembly.connector().shutdown();
        assembly.connector().close();
        try {
            ledger.idle().get(config.drainTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException late) {
            LOG.info("Drain time is over; {} exchanges and tunnels are cut", ledger.inFlight());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ledger.cut();
        assembly.tunnels().cut();
        stopServer(assembly.server());
        ledger.closeRest();
        resolver.stop();
        authenticator.stop();
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stopServer(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("The proxy did not stop cleanly: {}", e.toString());
        }
    }

    /** The port it listens on once it is started, also where the configuration left the choice open. */
    public int port() {
        return port;
    }

    /** Whether it is warm and in service. */
    public boolean ready() {
        return warm && service() == Service.SERVING;
    }

    /** Whether its code is hot. It serves before that too, only slower. */
    public boolean warm() {
        return warm;
    }

    /** The exchanges and tunnels finished since the start. */
    public long exchanges() {
        return traffic().exchanges();
    }

    public Traffic traffic() {
        return ledger.traffic();
    }

    public Outcomes outcomes() {
        return ledger.outcomes();
    }
}
