package dev.sluice.policy;

/** Why it was decided so. */
public enum Reason {
    /** A rule matched. */
    RULE,
    /** No rule matched; the policy's default action applies. */
    DEFAULT,
    /** The node has no policy, so it fails closed. */
    NO_POLICY
}
