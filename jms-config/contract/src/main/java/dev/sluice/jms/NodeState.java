package dev.sluice.jms;

import dev.sluice.policy.model.Revision;
import java.time.Instant;
import java.util.Optional;

/**
 * All a node says of itself. Sent at once when something changes and every five seconds; each message is the whole
 * state, so any one of them may be lost.
 *
 * @param node the node's id
 * @param boot raised at each start of the node, and higher than any before it: on an empty disk it begins at the
 *     clock's seconds since 1970, so that a node made anew repeats none; with {@code sequence} it orders the node's
 *     messages
 * @param sequence counts the messages of this boot, from 1
 * @param sentAt the node's clock, to show its offset; orders nothing
 * @param version the product version
 * @param proxyAddress where its proxy listens, {@code host:port}
 * @param adminUrl where its health and metrics are
 * @param ready whether the node takes traffic
 * @param active what it enforces now, {@link Revision#NONE} for nothing yet
 * @param hash recomputed from the running policy, empty for nothing yet
 * @param rejected the newest revision it refused since it activated {@code active}
 * @param exchanges the exchanges and tunnels it finished since this boot
 * @param records the account of its access records
 */
public record NodeState(
        String node,
        long boot,
        long sequence,
        Instant sentAt,
        String version,
        String proxyAddress,
        String adminUrl,
        boolean ready,
        Revision active,
        String hash,
        Optional<Rejection> rejected,
        long exchanges,
        Records records) {

    /** A revision that the node refused, and why: the path in the bundle, or empty, and the problem. */
    public record Rejection(Revision revision, String path, String problem) {}

    /**
     * Access records over the node's whole life: {@code generated = freed + spooled + dropped}.
     *
     * @param generated records made
     * @param freed records that the master has applied
     * @param spooled records on disk, not yet applied
     * @param dropped records given up because the spool was full
     * @param spooledBytes bytes on disk
     */
    public record Records(long generated, long freed, long spooled, long dropped, long spooledBytes) {}
}
