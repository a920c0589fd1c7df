package dev.sluice.cli.supervise;

/** Where a part stands. */
public enum PartState {
    /** What it needs is not ready yet. */
    WAITING,
    STARTING,
    READY,
    /** It is well and waits, for as long as need be, to take over from another of its kind. */
    STANDING_BY,
    /** It was ready and still runs, but does not answer as it should. */
    NOT_READY,
    /** It ended and is started again after a pause. */
    RESTARTING,
    STOPPING,
    STOPPED
}
