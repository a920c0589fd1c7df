package dev.sluice.slave.policy;

import dev.sluice.jms.NodeState.Rejection;
import dev.sluice.jms.PolicyMessage;
import dev.sluice.policy.CompiledPolicy;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.Violation;
import dev.sluice.policy.model.Revision;
import dev.sluice.slave.alarm.Alarms;
import dev.sluice.slave.alarm.Matter;
import java.io.IOException;
import java.security.SignatureException;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes published policies, in any order and any number of times, and leaves the newest good one active. A policy
 * that cannot be compiled, or that compiles to another hash than the master's, is refused and the one before stays.
 *
 * <p>A policy that the disk will not take is enforced all the same: what the administrator published counts now, and
 * {@link #saveUnsaved} repeats the writing. Safe for any thread.
 */
public final class PolicyIntake {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyIntake.class);

    private final PolicyCompiler compiler;
    private final Signatures signatures;
    private final PolicyStore store;
    private final ActivePolicy active;
    private final Alarms alarms;
    private final Runnable changed;
    private final LongAdder malformed = new LongAdder();
    private final LongAdder refusals = new LongAdder();
    private final LongAdder untrusted = new LongAdder();

    private volatile Optional<Rejection> rejected = Optional.empty();
    private volatile @Nullable PolicyMessage unsaved;
    private volatile Revision received = Revision.NONE;
    private volatile Optional<CompiledPolicy> settled = Optional.empty();
    private boolean again;

    /** @param changed called after each activation and each refusal; must not block */
    public PolicyIntake(
            PolicyCompiler compiler,
            Signatures signatures,
            PolicyStore store,
            ActivePolicy active,
            Alarms alarms,
            Runnable changed) {
        this.compiler = compiler;
        this.signatures = signatures;
        this.store = store;
        this.active = active;
        this.alarms = alarms;
        this.changed = changed;
    }

    /** Activates the newest policy on disk that is signed and still compiles to its hash. */
    public synchronized void restore() {
        for (PolicyMessage kept : store.newestFirst()) {
            Check check = trusts(kept) ? check(kept) : new Foreign();
            if (check instanceof Sound sound) {
                received = kept.revision();
                activate(sound.policy());
                settled = active.get();
                return;
            }
            LOG.warn("The policy {} on disk is not usable: {}; trying the one before.", kept.revision(), check);
        }
        LOG.info("There is no policy on disk: traffic is refused until the master sends one.");
    }

    /** Takes one policy. It is enforced when this returns {@link Verdict#ACTIVATED}. */
    public synchronized Verdict offer(PolicyMessage message) {
        if (!trusts(message)) {
            untrusted.increment();
            changed.run();
            return Verdict.UNTRUSTED;
        }
        received = newer(received, message.revision());
        if (!isWanted(message.revision())) {
            LOG.debug("Ignored policy {}: {} is active.", message.revision(), active.revision());
            return Verdict.IGNORED;
        }
        again = false;
        Check check = check(message);
        if (check instanceof Sound sound) {
            // Enforced before it is on disk, which takes far longer than all else. After a crash in between the node
            // comes
            // back with the policy before, hears the head with its first heartbeat and takes this one again; and nobody
            // was told that it is active, because that is told of what is settled.
            activate(sound.policy());
            save(message);
            settled = active.get();
        } else if (check instanceof Unsound unsound) {
            reject(unsound.rejection());
        }
        changed.run();
        return check instanceof Sound ? Verdict.ACTIVATED : Verdict.REJECTED;
    }

    private boolean trusts(PolicyMessage message) {
        try {
            signatures.check(message);
            return true;
        } catch (SignatureException e) {
            alarms.note(Matter.SIGNATURE, "The policy " + message.revision() + " was refused: " + e.getMessage() + ".");
            LOG.warn("Refused policy {}: {}", message.revision(), e.getMessage());
            return false;
        }
    }

    private boolean isWanted(Revision revision) {
        return revision.isNewerThan(active.revision()) || again && revision.equals(active.revision());
    }

    private static Revision newer(Revision one, Revision other) {
        return one.isNewerThan(other) ? one : other;
    }

    /** From now on nothing has reached the node, and the revision that is active is taken once more if it comes. */
    public synchronized void resync() {
        again = true;
        received = Revision.NONE;
        rejected = Optional.empty();
    }

    /** Counts a message that could not be read. */
    public void malformed(Exception problem) {
        malformed.increment();
        LOG.warn("Dropped a policy message that cannot be read: {}", problem.getMessage());
    }

    /** Tries again to write what is enforced but not yet on disk. */
    public synchronized void saveUnsaved() {
        PolicyMessage waiting = unsaved;
        if (waiting != null) {
            save(waiting);
        }
    }

    /**
     * What is enforced and was written to disk, or could not be, which {@link #saved} tells. What is active may be newer
     * for the moment that the writing takes.
     */
    public Optional<CompiledPolicy> settled() {
        return settled;
    }

    /** The newest revision that reached the node, whatever became of it; {@link Revision#NONE} for nothing. */
    public Revision received() {
        return received;
    }

    /** The newest revision that was refused since the last activation. */
    public Optional<Rejection> rejected() {
        return rejected;
    }

    /** Whether what is enforced would survive a restart. */
    public boolean saved() {
        return unsaved == null;
    }

    public long malformedCount() {
        return malformed.sum();
    }

    public long rejectedCount() {
        return refusals.sum();
    }

    /** Policies that no master of this cluster has signed. */
    public long untrustedCount() {
        return untrusted.sum();
    }

    private sealed interface Check {}

    private record Foreign() implements Check {}

    private record Sound(CompiledPolicy policy) implements Check {}

    private record Unsound(Rejection rejection) implements Check {}

    private Check check(PolicyMessage message) {
        try {
            CompiledPolicy policy = compiler.compile(message.bundle(), message.revision());
            String hash = policy.hash();
            return hash.equals(message.hash())
                    ? new Sound(policy)
                    : unsound(
                            message,
                            "",
                            "This node computes the hash " + hash + ", the master " + message.hash()
                                    + "; are both of the same version?");
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

    private void activate(CompiledPolicy policy) {
        active.activate(policy);
        rejected = Optional.empty();
        LOG.info("Policy {} is active, hash {}.", policy.revision(), policy.hash());
    }

    private void save(PolicyMessage message) {
        try {
            store.save(message);
            unsaved = null;
            alarms.clear(Matter.POLICY_DISK);
        } catch (IOException e) {
            if (unsaved == null) {
                LOG.error(
                        "The policy {} is enforced but cannot be kept on disk; free some space: {}",
                        message.revision(),
                        e.toString());
            }
            unsaved = message;
            alarms.raise(
                    Matter.POLICY_DISK,
                    "The policy " + message.revision() + " cannot be kept on disk; free some space: " + e);
        }
    }

    private void reject(Rejection rejection) {
        refusals.increment();
        if (rejected.isEmpty() || !rejected.get().revision().isNewerThan(rejection.revision())) {
            rejected = Optional.of(rejection);
        }
        LOG.warn("Refused policy {}: {} {}", rejection.revision(), rejection.path(), rejection.problem());
    }
}
