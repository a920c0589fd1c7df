package dev.sluice.master.rollout;

import java.time.Instant;

/**
 * How one node of the canary does.
 *
 * @param heardAt when it was last heard of, {@link Instant#EPOCH} for never
 * @param figures what it counted since it enforces the revision
 * @param problem what is against the revision there, empty for nothing
 */
public record Progress(String node, Stage stage, Instant heardAt, Figures figures, String problem) {
    /** What a node has done with the revision. */
    public enum Stage {
        /** It was removed, or not heard of lately. */
        ABSENT,
        /** It is there and does not enforce it yet. */
        WAITING,
        /** It enforces it. */
        ACTIVE,
        /** It is there and would misunderstand it, so that it is not sent it. */
        INCOMPATIBLE,
        /** It refused it, or enforces something else under its name. */
        REFUSED
    }
}
