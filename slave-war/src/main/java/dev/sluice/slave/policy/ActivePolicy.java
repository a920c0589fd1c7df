package dev.sluice.slave.policy;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.PrivacyKey;
import dev.sluice.policy.CompiledPolicy;
import dev.sluice.policy.model.Revision;
import dev.sluice.slave.privacy.Redactor;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The policy that this node enforces now, as its node group has it. Any thread reads it without waiting; one exchange
 * reads it once and is decided by that snapshot to its end.
 */
public final class ActivePolicy implements Supplier<Optional<CompiledPolicy>> {
    private volatile Optional<CompiledPolicy> policy = Optional.empty();
    private volatile Redactor redactor = Redactor.OF_NO_POLICY;
    private String group = "";

    @Override
    public Optional<CompiledPolicy> get() {
        return policy;
    }

    /** What is enforced, {@link Revision#NONE} for nothing yet. */
    public Revision revision() {
        return policy.map(CompiledPolicy::revision).orElse(Revision.NONE);
    }

    /** The record as it may be kept by what this policy says on privacy. */
    public AccessRecord redact(AccessRecord record) {
        return redactor.apply(record);
    }

    /** @param key for a policy that has values hashed; records follow a little before decisions do */
    synchronized void activate(CompiledPolicy next, Optional<PrivacyKey> key) {
        redactor = new Redactor(next.privacy(), key);
        policy = Optional.of(next.forGroup(group));
    }

    /** From now on exchanges are decided as on a node of this group; empty for none. */
    public synchronized void join(String newGroup) {
        group = newGroup;
        policy = policy.map(now -> now.forGroup(newGroup));
    }
}
