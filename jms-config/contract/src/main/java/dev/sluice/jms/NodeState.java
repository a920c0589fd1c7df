package dev.sluice.jms;

import dev.sluice.policy.model.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * All a node says of itself. Sent at once when something changes and every five seconds; each message is the whole
 * state, so any one of them may be lost.
 *
 * @param node the node's id
 * @param boot grows with each start of the node; on an empty disk it begins at the clock's seconds, so that a node that is
 *     installed anew never repeats one; with {@code sequence} it orders the node's messages
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
 * @param membership how it belongs to the cluster
 * @param received the newest revision that reached it, whatever became of it
 * @param service whether it serves, drains or has drained
 * @param traffic what its proxy does
 * @param clock its clock against the master's, once measured
 * @param error what last went wrong and needs a person, empty for nothing
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
        Records records,
        Membership membership,
        Revision received,
        Service service,
        Traffic traffic,
        Optional<ClockReading> clock,
        String error) {

    /** A revision that the node refused, and why: the path in the bundle, or empty, and the problem. */
    public record Rejection(Revision revision, String path, String problem) {}

    /**
     * Access records over the node's whole life: {@code generated = freed + spooled + dropped}.
     *
     * @param generated records made
     * @param freed records that the master has applied
     * @param spooled records on disk, not yet applied
     * @param dropped records given up, each counted in a {@link Gap}
     * @param spooledBytes bytes on disk
     */
    public record Records(long generated, long freed, long spooled, long dropped, long spooledBytes) {}

    /**
     * How a node belongs to the cluster.
     *
     * @param protocol what it understands
     * @param keyId the id of the activation key it joined with, empty for none
     * @param group the node group it takes itself to be in, empty for none
     * @param epoch the highest lease of a master it has seen
     * @param certificateEnds when its certificate runs out
     */
    public record Membership(
            Protocol protocol, String keyId, String group, long epoch, Optional<Instant> certificateEnds) {
        /** What an older node, which does not say it, is taken for. */
        public static final Membership UNSAID = new Membership(Protocol.FIRST, "", "", 0, Optional.empty());
    }

    /** Whether a node takes new exchanges. */
    public enum Service {
        SERVING,
        /** It takes no new ones, and some still run. */
        DRAINING,
        /** It takes no new ones, and none run. */
        DRAINED
    }

    /**
     * What the proxy does now, and counters since this boot.
     *
     * @param running exchanges under way now
     * @param tunnels tunnels open now
     * @param blocked exchanges that a rule blocked
     * @param failed exchanges that failed between the node and an origin
     * @param micros the sum of the times from a request to the first byte of its origin's answer, tunnels left out, in
     *     microseconds
     * @param answered how many exchanges {@code micros} is the sum of
     */
    public record Traffic(long running, long tunnels, long blocked, long failed, long micros, long answered) {
        public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0, 0);
    }

    /**
     * The node's clock against the master's, from the round trip of a state and its answer (RFC 5905 section 8).
     *
     * @param offset what must be added to the node's clock to have the master's; negative when the node's is ahead
     * @param roundTrip the time the exchange took on the way; the offset is known to within half of it
     */
    public record ClockReading(Duration offset, Duration roundTrip) {}
}
