package dev.sluice.slave.policy;

import dev.sluice.jms.NodeState.Rejection;
import dev.sluice.jms.PolicyMessage;
import dev.sluice.jms.PolicyMessage.Section;
import dev.sluice.policy.CompiledPolicy;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import dev.sluice.slave.alarm.Alarms;
import dev.sluice.slave.alarm.Matter;
import dev.sluice.slave.section.Sections;
import java.io.IOException;
import java.security.SignatureException;
import java.util.List;
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

    private final Trial trial;
    private final Signatures signatures;
    private final PolicyStore store;
    private final Sections sections;
    private final ActivePolicy active;
    private final Alarms alarms;
    private final Runnable changed;
    private final LongAdder malformed = new LongAdder();
    private final LongAdder refusals = new LongAdder();
    private final LongAdder untrusted = new LongAdder();
    private final LongAdder outdated = new LongAdder();

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
            Sections sections,
            ActivePolicy active,
            Alarms alarms,
            Runnable changed) {
        this.trial = new Trial(compiler);
        this.signatures = signatures;
        this.store = store;
        this.sections = sections;
        this.active = active;
        this.alarms = alarms;
        this.changed = changed;
    }

    /** Activates the newest policy on disk that is signed, has its lists there and still compiles to its hash. */
    public synchronized void restore() {
        for (PolicyMessage kept : store.newestFirst()) {
            if (trusts(kept) && restore(kept)) {
                return;
            }
            LOG.warn("The policy {} on disk is not usable; trying the one before.", kept.revision());
        }
        LOG.info("There is no policy on disk: traffic is refused until the master sends one.");
    }

    private boolean restore(PolicyMessage kept) {
        try {
            Trial.Outcome outcome = trial.of(kept, sections.kept(kept));
            if (outcome instanceof Trial.Sound sound) {
                received = kept.revision();
                activate(sound.policy(), kept);
                settled = active.get();
                return true;
            }
            LOG.warn("{}", outcome);
        } catch (IOException e) {
            LOG.warn("The policy {} is not whole: {}", kept.revision(), e.getMessage());
        }
        return false;
    }

    /**
     * Takes one policy. It is enforced when this returns {@link Verdict#ACTIVATED}. May wait for the master, and holds
     * nobody up while it does.
     */
    public Verdict offer(PolicyMessage message) {
        if (!isWanted(message.revision())) {
            if (active.revision().isNewerThan(message.revision())) {
                outdated.increment();
            }
            LOG.debug("Ignored policy {}: {} is active.", message.revision(), active.revision());
            return Verdict.IGNORED;
        }
        if (!trusts(message)) {
            untrusted.increment();
            changed.run();
            return Verdict.UNTRUSTED;
        }
        reached(message.revision());
        Verdict verdict = complete(message).map(whole -> take(message, whole)).orElse(Verdict.INCOMPLETE);
        changed.run();
        return verdict;
    }

    private Optional<PolicyBundle> complete(PolicyMessage message) {
        try {
            PolicyBundle whole = sections.whole(message, bases());
            alarms.clear(Matter.SECTIONS);
            return Optional.of(whole);
        } catch (IOException e) {
            String text = "The policy " + message.revision() + " is not whole yet: " + e.getMessage() + ".";
            LOG.warn("{}", text);
            alarms.raise(Matter.SECTIONS, text);
            return Optional.empty();
        }
    }

    private synchronized List<Section> bases() {
        return store.sections();
    }

    private synchronized Verdict take(PolicyMessage message, PolicyBundle whole) {
        Trial.Outcome outcome = trial.of(message, whole);
        again = false;
        if (outcome instanceof Trial.Sound sound) {
            // Enforced before it is on disk, which takes longest of all. After a crash in between, the node comes back
            // with the policy before, hears the head with its first heartbeat and takes this one again; and nobody was
            // told that it is active, because that is told of what is settled.
            activate(sound.policy(), message);
            save(message);
            settled = active.get();
            return Verdict.ACTIVATED;
        }
        if (outcome instanceof Trial.Unsound unsound) {
            reject(unsound.rejection());
            sections.drop(message.sections(), unsaved == null ? List.of() : unsaved.sections());
        }
        return Verdict.REJECTED;
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

    private synchronized boolean isWanted(Revision revision) {
        return revision.isNewerThan(active.revision()) || again && revision.equals(active.revision());
    }

    private synchronized void reached(Revision revision) {
        if (revision.isNewerThan(received)) {
            received = revision;
        }
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

    /** Policies older than the one that was active when they came. */
    public long outdatedCount() {
        return outdated.sum();
    }

    /** Policies that no master of this cluster has signed. */
    public long untrustedCount() {
        return untrusted.sum();
    }

    private void activate(CompiledPolicy policy, PolicyMessage message) {
        active.activate(policy, message.privacyKey());
        rejected = Optional.empty();
        LOG.info("Policy {} is active, hash {}.", policy.revision(), policy.hash());
    }

    private void save(PolicyMessage message) {
        try {
            sections.save();
            store.save(message);
            sections.retain(store.sections());
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
