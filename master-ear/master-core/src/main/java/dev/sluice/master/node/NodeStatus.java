package dev.sluice.master.node;

/** What the master can say of a node; derived when read, never stored. */
public enum NodeStatus {
    /** Heard of lately, and its effective hash and revision are the head's. */
    IN_SYNC,
    /** Heard of lately, not yet at the head. */
    PENDING,
    /** It refused the head. */
    REJECTED,
    /** Not heard of for three heartbeats. */
    OFFLINE
}
