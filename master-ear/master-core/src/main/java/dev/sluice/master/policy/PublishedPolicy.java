package dev.sluice.master.policy;

import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import java.time.Instant;

/** A revision: a policy that was published and never changes again. */
public record PublishedPolicy(
        Revision revision, String hash, PolicyBundle bundle, Instant publishedAt, String publishedBy, String comment) {}
