package dev.sluice.master.policy;

import dev.sluice.policy.model.PolicyBundle;
import java.time.Instant;

/**
 * The policy that administrators are editing. It always compiles.
 *
 * @param version counts its changes; a save must name the version it was made from
 * @param changed whether it differs from the head
 */
public record Draft(long version, PolicyBundle bundle, boolean changed, Instant savedAt, String savedBy) {}
