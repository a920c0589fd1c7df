package dev.sluice.master.explain;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.explain.RecordExplanation.Finding;
import dev.sluice.master.policy.Policies;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.master.privacy.Erasures;
import dev.sluice.master.report.StoredRecord;
import dev.sluice.policy.Explanation;
import dev.sluice.policy.PastFacts;
import dev.sluice.policy.Reason;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Privacy.Field;
import dev.sluice.policy.model.Privacy.Treatment;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.Optional;

/** Explains records by the policy that decided them. Safe for any thread; one after the other, as a policy can be large. */
@ApplicationScoped
public class Explanations {
    private final Policies policies;

    /** The old revision that was asked for last. */
    private SoftReference<PublishedPolicy> last = new SoftReference<>(null);

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Explanations() {
        this(null);
    }

    @Inject
    public Explanations(Policies policies) {
        this.policies = policies;
    }

    public synchronized RecordExplanation of(StoredRecord stored) {
        AccessRecord record = stored.record();
        if (record.reason().isEmpty()) {
            return without(stored, Finding.NOT_DECIDED);
        }
        if (record.reason().equals(Reason.NO_POLICY.name())) {
            return without(stored, Finding.NO_POLICY);
        }
        return revision(new Revision(record.epoch(), record.revision()))
                .map(policy -> with(stored, by(policy.bundle(), record)))
                .orElseGet(() -> without(stored, Finding.NO_REVISION));
    }

    /** How a policy decides what the record holds. The record does not hold which group its node was in. */
    public static Explanation by(PolicyBundle policy, AccessRecord record) {
        return Explanation.of(
                policy,
                new PastFacts(
                        record.time(),
                        record.client(),
                        user(policy, record),
                        record.method(),
                        record.host(),
                        Optional.empty()));
    }

    /** A record without a user is of nobody, unless users are kept out of records, or were taken out of this one since. */
    private static Optional<String> user(PolicyBundle policy, AccessRecord record) {
        Treatment treatment = policy.privacy().of(Field.USER);
        boolean nobody = record.user().isEmpty() && !record.client().isEmpty();
        boolean somebody = !record.user().isEmpty() && !record.user().equals(Erasures.ERASED);
        boolean known = treatment == Treatment.KEEP && (nobody || somebody) || treatment == Treatment.HASH && nobody;
        return known ? Optional.of(record.user()) : Optional.empty();
    }

    /** A revision of the same number and another epoch is one from after a restore of the database. */
    private Optional<PublishedPolicy> revision(Revision wanted) {
        PublishedPolicy kept = last.get();
        for (PublishedPolicy known : kept == null ? List.of(policies.head()) : List.of(policies.head(), kept)) {
            if (known.revision().equals(wanted)) {
                return Optional.of(known);
            }
        }
        Optional<PublishedPolicy> read = policies.revision(wanted.number())
                .filter(policy -> policy.revision().equals(wanted));
        read.ifPresent(policy -> last = new SoftReference<>(policy));
        return read;
    }

    private static RecordExplanation without(StoredRecord stored, Finding finding) {
        return new RecordExplanation(stored, finding, Optional.empty());
    }

    private static RecordExplanation with(StoredRecord stored, Explanation why) {
        return new RecordExplanation(stored, finding(stored.record(), why), Optional.of(why));
    }

    private static Finding finding(AccessRecord record, Explanation why) {
        boolean byDefault = record.reason().equals(Reason.DEFAULT.name());
        boolean fits = byDefault
                ? why.mayBeDefault() && sameAction(record, why.defaultAction())
                : why.candidates().stream().anyMatch(rule -> isOf(record, rule));
        if (!fits) {
            return Finding.OTHER;
        }
        int candidates = why.candidates().size() + (why.mayBeDefault() ? 1 : 0);
        return candidates == 1 ? Finding.SAME : Finding.OPEN;
    }

    private static boolean isOf(AccessRecord record, Rule rule) {
        return rule.id().equals(record.ruleId()) && sameAction(record, rule.action());
    }

    private static boolean sameAction(AccessRecord record, Action action) {
        return action.word().equals(record.action());
    }
}
