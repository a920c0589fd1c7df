package dev.sluice.master.enrollment;

/** Knows which nodes are at work. */
public interface Liveness {
    /** Whether a node of this id was heard of just now. */
    boolean isLive(String node);
}
