package dev.sluice.slave.report;

import java.time.Duration;

/**
 * The bounds of the spool.
 *
 * @param maxBytes of all segments on disk; new records are dropped beyond it
 * @param segmentBytes after which a segment ends
 * @param handOff records that may wait in memory for the writer
 * @param sync how long a record may be in the operating system's hands only
 */
public record SpoolLimits(long maxBytes, long segmentBytes, int handOff, Duration sync) {
    /** What a node runs with. */
    public static SpoolLimits of(long maxBytes) {
        return new SpoolLimits(maxBytes, Math.min(4 << 20, maxBytes / 8), 16 * 1024, Duration.ofMillis(50));
    }
}
