package dev.sluice.policy;

import dev.sluice.policy.model.Revision;
import java.time.Instant;

/** One immutable snapshot of a policy, ready to decide. Safe for any thread; never blocks. */
public final class CompiledPolicy {
    /** Decides one exchange by the first rule that matches. */
    public Decision decide(ExchangeFacts facts, Phase phase, Instant time) {
        throw new UnsupportedOperationException(facts + " " + phase + " " + time);
    }

    public Revision revision() {
        throw new UnsupportedOperationException();
    }

    /** SHA-256 (hex) over the canonical form of what this snapshot really decides with, recomputed from it. */
    public String hash() {
        throw new UnsupportedOperationException();
    }
}
