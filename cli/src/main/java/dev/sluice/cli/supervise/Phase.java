package dev.sluice.cli.supervise;

/** Where the whole cluster stands. */
public enum Phase {
    STARTING,
    /** Every part was ready at least once. */
    UP,
    STOPPING,
    STOPPED,
    /** The start was given up; the state names the problem. */
    FAILED
}
