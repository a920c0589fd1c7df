package dev.sluice.slave.filter;

/**
 * The counters of the proxy since its start, for metrics. Not one atomic picture: each is right by itself.
 *
 * @param exchanges finished exchanges and tunnels, each with its access record
 * @param blocked of them, refused by the policy or for want of one
 * @param asked of them, answered with the question who the client is
 * @param failed of them, ended by an error
 * @param unanswered of the failed, those that a fault between the gateway and an origin, or of the gateway itself, ended
 * @param answers plain exchanges that an origin answered
 * @param answerNanos of them, the sum of the times from the request to the first byte of the answer
 * @param tunnels of them, tunnels that were open
 * @param openTunnels tunnels open now
 * @param inFlight exchanges and tunnels not yet finished
 * @param bytesUp body and tunnel bytes from clients
 * @param bytesDown body and tunnel bytes to clients
 */
public record Traffic(
        long exchanges,
        long blocked,
        long asked,
        long failed,
        long unanswered,
        long answers,
        long answerNanos,
        long tunnels,
        long openTunnels,
        long inFlight,
        long bytesUp,
        long bytesDown) {

    /** Exchanges under way now that are not open tunnels. */
    public long running() {
        return Math.max(0, inFlight - openTunnels);
    }
}
