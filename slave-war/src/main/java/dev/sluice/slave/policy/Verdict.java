package dev.sluice.slave.policy;

/** What became of a policy that was handed to {@link PolicyIntake}. */
public enum Verdict {
    /** It is enforced from now on. */
    ACTIVATED,
    /** It is not newer than what is enforced. */
    IGNORED,
    /** It cannot be enforced; the one before stays. */
    REJECTED,
    /** A part of it cannot be had now; the one before stays, and it should be offered again. */
    INCOMPLETE,
    /** No master of this cluster has signed it. */
    UNTRUSTED
}
