package dev.sluice.slave.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/**
 * The slave's settings, {@code sluice.*}. An unknown or bad key stops the boot with a line that names it.
 *
 * @param nodeId {@code sluice.node.id}
 * @param dataFolder {@code sluice.node.data}: policies and spool
 * @param adminUrl {@code sluice.node.admin-url}: where health and metrics are, told to the master
 * @param cluster how it belongs to its cluster
 * @param proxyAddress {@code sluice.proxy.address}: the address to listen on
 * @param proxyPort {@code sluice.proxy.port}; 0 takes a free one
 * @param balancers {@code sluice.proxy.balancers}: networks whose PROXY protocol header is believed; empty for none
 * @param maxThreads {@code sluice.proxy.threads}
 * @param connectTimeout {@code sluice.proxy.connect-timeout} to origins
 * @param idleTimeout {@code sluice.proxy.idle-timeout} of connections of clients and to origins
 * @param tunnelIdleTimeout {@code sluice.proxy.tunnel-idle-timeout}: a tunnel in which nothing moves for so long is cut
 * @param drainTimeout {@code sluice.proxy.drain-timeout}: how long running exchanges and tunnels may finish at a stop
 * @param drainGrace {@code sluice.proxy.drain-grace}: how long it is before a balancer has seen that the node is not ready
 * @param warmUpRequests {@code sluice.proxy.warm-up-requests} sent through the listener before the node is ready
 * @param spoolMaxBytes {@code sluice.spool.max-bytes} on disk
 * @param spoolMaxAge {@code sluice.spool.max-age}: older records are given up
 * @param accessLog a log of its own beside the records
 */
public record SlaveConfig(
        String nodeId,
        Path dataFolder,
        String adminUrl,
        ClusterConfig cluster,
        String proxyAddress,
        int proxyPort,
        List<String> balancers,
        int maxThreads,
        Duration connectTimeout,
        Duration idleTimeout,
        Duration tunnelIdleTimeout,
        Duration drainTimeout,
        Duration drainGrace,
        int warmUpRequests,
        long spoolMaxBytes,
        Duration spoolMaxAge,
        AccessLogConfig accessLog) {
    public SlaveConfig {
        balancers = List.copyOf(balancers);
    }

    /**
     * Reads and checks all of it.
     *
     * @throws IllegalArgumentException in one line, naming each key that is unknown, missing or bad
     */
    public static SlaveConfig from(Config config) {
        Settings settings = new Settings(config);
        SlaveConfig read = new SlaveConfig(
                settings.nodeId("sluice.node.id"),
                settings.path("sluice.node.data"),
                settings.text("sluice.node.admin-url", ""),
                cluster(settings),
                settings.text("sluice.proxy.address", "127.0.0.1"),
                settings.number("sluice.proxy.port", 8081, 0, 65_535),
                settings.networks("sluice.proxy.balancers"),
                settings.number("sluice.proxy.threads", 200, 16, 10_000),
                settings.duration("sluice.proxy.connect-timeout", Duration.ofSeconds(10)),
                settings.duration("sluice.proxy.idle-timeout", Duration.ofSeconds(60)),
                settings.duration("sluice.proxy.tunnel-idle-timeout", Duration.ofMinutes(10)),
                settings.duration("sluice.proxy.drain-timeout", Duration.ofSeconds(20)),
                settings.duration("sluice.proxy.drain-grace", Duration.ofSeconds(2)),
                settings.number("sluice.proxy.warm-up-requests", 0, 0, 1_000_000),
                settings.number("sluice.spool.max-bytes", 1_073_741_824L, 1_048_576L, Long.MAX_VALUE),
                settings.duration("sluice.spool.max-age", Duration.ofDays(30)),
                accessLog(settings));
        settings.check();
        return read;
    }

    private static AccessLogConfig accessLog(Settings settings) {
        return new AccessLogConfig(
                settings.optionalPath("sluice.access-log.file"),
                settings.number("sluice.access-log.max-bytes", 104_857_600L, 1_048_576L, Long.MAX_VALUE),
                settings.number("sluice.access-log.keep", 10, 0, 1_000));
    }

    private static ClusterConfig cluster(Settings settings) {
        return new ClusterConfig(
                settings.text("sluice.node.key-id", ""),
                settings.path("sluice.node.key-store"),
                settings.path("sluice.node.trust-store"),
                settings.secret("sluice.node.store-password"),
                settings.https("sluice.master.url"));
    }
}
