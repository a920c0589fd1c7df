package dev.sluice.master.member;

import java.time.Instant;

/**
 * Something that happened to a node.
 *
 * @param text what, in words; empty where the kind says it all
 * @param by the administrator who did it, empty for nobody
 */
public record NodeEvent(String node, Instant at, Kind kind, String text, String by) {
    /** What happened. */
    public enum Kind {
        JOINED,
        READMITTED,
        REMOVED,
        GROUP,
        CERTIFICATE,
        STARTED,
        STATUS,
        ACTIVATED,
        REFUSED_POLICY,
        DRAIN,
        RESUME,
        RESYNC,
        AHEAD
    }
}
