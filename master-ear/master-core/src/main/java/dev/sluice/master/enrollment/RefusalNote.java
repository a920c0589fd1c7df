package dev.sluice.master.enrollment;

import java.time.Instant;

/**
 * A request that was refused.
 *
 * @param node the id that it asked for, empty when it said none
 * @param reason a word of {@link dev.sluice.enrollment.Refusal.Reason}
 */
public record RefusalNote(Instant at, String address, String node, String keyId, String reason, String text) {}
