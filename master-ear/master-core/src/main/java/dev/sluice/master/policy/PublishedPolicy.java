package dev.sluice.master.policy;

import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import java.time.Instant;

/** A revision: a policy that was published and never changes again. */
public record PublishedPolicy(
        Revision revision, String hash, PolicyBundle bundle, Instant publishedAt, String publishedBy, String comment) {
    /** The same policy as another revision. */
    PublishedPolicy again(Revision next, Instant at, String by, String why) {
        return new PublishedPolicy(next, hash, bundle, at, by, why);
    }
}
