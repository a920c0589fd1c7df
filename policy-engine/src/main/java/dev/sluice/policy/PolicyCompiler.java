package dev.sluice.policy;

import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;

/** Turns a bundle into what decides. Stateless and safe for any thread. */
public final class PolicyCompiler {
    /**
     * Compiles a bundle.
     *
     * @throws InvalidPolicyException with every violation found; nothing is half compiled
     */
    public CompiledPolicy compile(PolicyBundle bundle, Revision revision) throws InvalidPolicyException {
        throw new UnsupportedOperationException(bundle + " " + revision);
    }
}
