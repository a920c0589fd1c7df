package dev.sluice.slave.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The slave's settings, {@code sluice.*}. An unknown or bad key stops the boot with a line that names it.
 *
 * @param nodeId {@code sluice.node.id}
 * @param dataFolder {@code sluice.node.data}: policies and spool
 * @param adminUrl {@code sluice.node.admin-url}: where health and metrics are, told to the master
 * @param proxyAddress {@code sluice.proxy.address}: the address to listen on
 * @param proxyPort {@code sluice.proxy.port}; 0 takes a free one
 * @param balancers {@code sluice.proxy.balancers}: networks whose PROXY protocol header is believed; empty for none
 * @param maxThreads {@code sluice.proxy.threads}
 * @param connectTimeout {@code sluice.proxy.connect-timeout} to origins
 * @param idleTimeout {@code sluice.proxy.idle-timeout} of client connections, origin connections and tunnels
 * @param drainTimeout {@code sluice.proxy.drain-timeout}: how long running exchanges and tunnels may finish at a stop
 * @param warmUpRequests {@code sluice.proxy.warm-up-requests} sent through the listener before the node is ready
 * @param spoolMaxBytes {@code sluice.spool.max-bytes} on disk
 */
public record SlaveConfig(
        String nodeId,
        Path dataFolder,
        String adminUrl,
        String proxyAddress,
        int proxyPort,
        List<String> balancers,
        int maxThreads,
        Duration connectTimeout,
        Duration idleTimeout,
        Duration drainTimeout,
        int warmUpRequests,
        long spoolMaxBytes) {
    public SlaveConfig {
        balancers = List.copyOf(balancers);
    }
}
