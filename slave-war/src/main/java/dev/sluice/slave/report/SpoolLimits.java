package dev.sluice.slave.report;

import dev.sluice.jms.RecordClass;
import java.time.Duration;

/**
 * The bounds of the spool.
 *
 * @param maxBytes of all segments on disk; new records are given up beyond their class's share of it
 * @param segmentBytes after which a segment ends
 * @param handOff records that may wait in memory for the writer
 * @param sync how long a record may be in the operating system's hands only
 * @param maxAge after which records are given up; they may become an eighth older
 * @param gapEvery how often records that were given up are told, for as long as there are new ones
 */
public record SpoolLimits(
        long maxBytes, long segmentBytes, int handOff, Duration sync, Duration maxAge, Duration gapEvery) {
    /** What a node runs with. */
    public static SpoolLimits of(long maxBytes, Duration maxAge) {
        return new SpoolLimits(
                maxBytes,
                Math.min(4 << 20, maxBytes / 8),
                16 * 1024,
                Duration.ofMillis(50),
                maxAge,
                Duration.ofSeconds(30));
    }

    /** How many bytes there may be on disk once a record of the class is added. The rest is left to higher classes and to gaps. */
    long share(RecordClass of) {
        return switch (of) {
            case ALLOWED -> maxBytes - maxBytes / 4;
            case REFUSED -> maxBytes - maxBytes / 8;
            case AUDITED, UNKNOWN -> maxBytes - maxBytes / 64;
        };
    }
}
