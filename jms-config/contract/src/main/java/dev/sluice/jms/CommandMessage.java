package dev.sluice.jms;

import java.time.Duration;

/**
 * Something an administrator wants of one node. May come twice.
 *
 * @param epoch the master's lease; a node drops what comes with a lower one than it has seen
 * @param deadline for {@link Deed#DRAIN}: how long running exchanges and tunnels may go on, in whole seconds
 */
public record CommandMessage(String node, long epoch, Deed deed, Duration deadline) {
    /** What is to be done. */
    public enum Deed {
        /** Be not ready, let what runs end, cut the rest at the deadline, then be drained. */
        DRAIN,
        /** Take traffic again. */
        RESUME,
        /** Ask for the head anew and take it even if it is the one that is active. */
        RESYNC
    }
}
