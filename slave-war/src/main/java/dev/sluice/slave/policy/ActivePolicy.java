package dev.sluice.slave.policy;

import dev.sluice.policy.CompiledPolicy;
import dev.sluice.policy.model.Revision;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The policy that this node enforces now. Any thread reads it without waiting; one exchange reads it once and is
 * decided by that snapshot to its end.
 */
public final class ActivePolicy implements Supplier<Optional<CompiledPolicy>> {
    private volatile Optional<CompiledPolicy> policy = Optional.empty();

    @Override
    public Optional<CompiledPolicy> get() {
        return policy;
    }

    /** What is enforced, {@link Revision#NONE} for nothing yet. */
    public Revision revision() {
        return policy.map(CompiledPolicy::revision).orElse(Revision.NONE);
    }

    void activate(CompiledPolicy next) {
        policy = Optional.of(next);
    }
}
