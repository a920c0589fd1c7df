package dev.sluice.slave.policy;

import dev.sluice.jms.NodeState.Rejection;
import dev.sluice.jms.PolicyMessage;
import dev.sluice.policy.CompiledPolicy;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.Violation;
import dev.sluice.policy.model.PolicyBundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compiles a policy and compares its hash with the one that the master has for it. Safe for any thread. */
final class Trial {
    private static final Logger LOG = LoggerFactory.getLogger(Trial.class);

    private final PolicyCompiler compiler;

    /** What came of it. */
    sealed interface Outcome {}

    record Sound(CompiledPolicy policy) implements Outcome {}

    record Unsound(Rejection rejection) implements Outcome {}

    Trial(PolicyCompiler compiler) {
        this.compiler = compiler;
    }

    /** @param whole the message's bundle with its long lists */
    Outcome of(PolicyMessage message, PolicyBundle whole) {
        try {
            CompiledPolicy policy = compiler.compile(whole, message.revision());
            String hash = policy.hash();
            if (!hash.equals(message.hash())) {
                return unsound(
                        message,
                        "",
                        "This node computes the hash " + hash + ", the master " + message.hash()
                                + "; are both of the same version?");
            }
            if (policy.privacy().hashes() && message.privacyKey().isEmpty()) {
                return unsound(message, "privacy", "It has values hashed and came without the cluster's key for that.");
            }
            return new Sound(policy);
        } catch (InvalidPolicyException e) {
            return e.violations().stream()
                    .findFirst()
                    .map(v ->
                            unsound(message, v.path(), problem(v, e.violations().size())))
                    .orElseGet(() -> unsound(message, "", "It cannot be compiled."));
        } catch (RuntimeException e) {
            LOG.error("Compiling the policy {} failed; please report this.", message.revision(), e);
            return unsound(message, "", "Compiling it failed on this node: " + e);
        }
    }

    private static Unsound unsound(PolicyMessage message, String path, String problem) {
        return new Unsound(new Rejection(message.revision(), path, problem));
    }

    private static String problem(Violation first, int violations) {
        return violations == 1 ? first.problem() : first.problem() + " (and " + (violations - 1) + " more)";
    }
}
