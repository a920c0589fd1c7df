package dev.sluice.slave.filter;

/**
 * The counters of the proxy since its start, for metrics. Not one atomic picture: each is right by itself.
 *
 * @param exchanges finished exchanges and tunnels, each with its access record
 * @param blocked of them, refused by the policy or for want of one
 * @param failed of them, ended by an error
 * @param tunnels of them, tunnels that were open
 * @param openTunnels tunnels open now
 * @param inFlight exchanges and tunnels not yet finished
 * @param bytesUp body and tunnel bytes from clients
 * @param bytesDown body and tunnel bytes to clients
 */
public record Traffic(
        long exchanges,
        long blocked,
        long failed,
        long tunnels,
        long openTunnels,
        long inFlight,
        long bytesUp,
        long bytesDown) {}
