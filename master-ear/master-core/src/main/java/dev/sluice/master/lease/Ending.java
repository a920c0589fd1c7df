package dev.sluice.master.lease;

/** How a master ends that may not go on. */
@FunctionalInterface
public interface Ending {
    /** Ends it, once this has returned; says why. */
    void end(String reason);
}
