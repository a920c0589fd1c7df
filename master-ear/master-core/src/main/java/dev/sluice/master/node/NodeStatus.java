package dev.sluice.master.node;

/** What the master can say of a node; derived when read, never stored. */
public enum NodeStatus {
    /** Heard of lately, and its effective hash and revision are those that it should enforce. */
    IN_SYNC,
    /** Heard of lately, not yet at the revision that it should enforce. */
    PENDING,
    /** It refused that revision. */
    REJECTED,
    /** Ten seconds after it was sent the revision it does not enforce it; or what it enforces has another hash. */
    STALE,
    /** Not heard of for three heartbeats. */
    OFFLINE,
    /** It speaks no version of the protocol that this master does, or none that the revision needs which it should enforce. */
    INCOMPATIBLE,
    /** It takes no new exchanges, and some still run. */
    DRAINING,
    /** It takes no new exchanges, and none run. */
    DRAINED,
    /** An administrator removed it from the cluster. */
    REMOVED
}
