package dev.sluice.policy;

/** When a decision is taken within an exchange. */
public enum Phase {
    /** A tunnel is asked for: host and port are known, scheme and path are not. */
    CONNECT,
    /** A request is known in full. */
    REQUEST
}
