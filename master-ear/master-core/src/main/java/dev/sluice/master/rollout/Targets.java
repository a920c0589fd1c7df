package dev.sluice.master.rollout;

import dev.sluice.master.persistence.DatabaseException;
import dev.sluice.master.persistence.Transactions;
import dev.sluice.master.policy.Policies;
import dev.sluice.master.policy.PublishedPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What each node should enforce. Answers from memory, but for the first time that it is asked after a revision was
 * published. Safe for any thread.
 *
 * <p>That a revision goes to a few nodes first is committed with the revision, and read with it: so there is no moment in
 * which it would be taken for one that is for all.
 */
@ApplicationScoped
public class Targets {
    private final Policies policies;
    private final LongFunction<Optional<Rollout>> rollouts;
    private volatile @Nullable Aim aim;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Targets() {
        this(null, (LongFunction<Optional<Rollout>>) null);
    }

    @Inject
    public Targets(Policies policies, Transactions transactions) {
        this(policies, reading(transactions));
    }

    private static LongFunction<Optional<Rollout>> reading(Transactions transactions) {
        return number -> transactions.call(
                entities -> Transactions.sql(entities, connection -> RolloutRows.find(connection, number)));
    }

    /** @param rollouts finds a revision's rollout, whether under way or not */
    Targets(Policies policies, LongFunction<Optional<Rollout>> rollouts) {
        this.policies = policies;
        this.rollouts = rollouts;
    }

    /** The revision that this node should enforce. */
    public PublishedPolicy of(String node) {
        return aim().of(node);
    }

    /** What all nodes should enforce, now and in what order. */
    public Aim aim() {
        Aim known = aim;
        if (known != null && known.head().revision().equals(policies.head().revision())) {
            return known;
        }
        try {
            return refresh();
        } catch (DatabaseException e) {
            if (known == null) {
                throw e;
            }
            return known;
        }
    }

    /** Reads again what may have been decided. */
    synchronized Aim refresh() {
        PublishedPolicy head = policies.head();
        Optional<Rollout> rollout =
                rollouts.apply(head.revision().number()).filter(r -> r.state().isUnderWay());
        PublishedPolicy base = rollout.map(r -> base(r, aim)).orElse(head);
        Aim next = new Aim(head, base, rollout);
        aim = next;
        return next;
    }

    private PublishedPolicy base(Rollout rollout, @Nullable Aim before) {
        return before != null && before.base().revision().equals(rollout.base())
                ? before.base()
                : policies.revision(rollout.base().number()).orElseThrow();
    }

    /** What was read is newer than what is known of the same rollout. */
    synchronized void note(Rollout rollout) {
        Aim known = aim;
        if (known != null
                && known.rollout()
                        .filter(r -> r.revision().equals(rollout.revision()))
                        .isPresent()) {
            aim = new Aim(known.head(), known.base(), Optional.of(rollout));
        }
    }
}
