package dev.sluice.master.node;

import dev.sluice.jms.NodeState;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.LeaseLostException;
import dev.sluice.master.member.History;
import dev.sluice.master.member.NodeEvent;
import dev.sluice.master.member.NodeEvent.Kind;
import dev.sluice.master.persistence.DatabaseException;
import dev.sluice.master.policy.Policies;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.master.rollout.Targets;
import dev.sluice.policy.model.Revision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nodes that have seen more than this master's database knows: it was restored from a backup. The epoch is raised above
 * theirs, so that they listen, and what is published here is published again with it, so that they take it.
 */
@ApplicationScoped
class Ahead {
    private static final Logger LOG = LoggerFactory.getLogger(Ahead.class);

    /** A node that claims more lies or is broken: so many masters there never were. */
    private static final long BELIEVABLE = 1_000_000;

    private static final Duration BETWEEN_RAISES = Duration.ofSeconds(10);

    private final Policies policies;
    private final Targets targets;
    private final Lease lease;
    private final History history;
    private final Clock clock;
    private final Set<String> overtaken = new HashSet<>();
    private Instant raisedAt = Instant.MIN;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Ahead() {
        this(null, null, null, null, null);
    }

    @Inject
    Ahead(Policies policies, Targets targets, Lease lease, History history, Clock clock) {
        this.policies = policies;
        this.targets = targets;
        this.lease = lease;
        this.history = history;
        this.clock = clock;
    }

    /** Catches up with the node that sent this state, if it is ahead. */
    synchronized void check(NodeState state) {
        PublishedPolicy newest = policies.head();
        long epoch = Math.max(state.membership().epoch(), state.active().epoch());
        boolean hasNewer = state.active().isNewerThan(newest.revision()) || hasAnother(state, newest);
        if (!hasNewer && epoch <= lease.epoch()) {
            return;
        }
        if (epoch - lease.epoch() > BELIEVABLE) {
            LOG.warn(
                    "Node {} claims epoch {}; this master is of {} and does not believe it",
                    state.node(),
                    epoch,
                    lease.epoch());
        } else if (raisedAt.isBefore(clock.instant().minus(BETWEEN_RAISES))) {
            raisedAt = clock.instant();
            try {
                overtake(state, epoch, hasNewer);
            } catch (DatabaseException | LeaseLostException e) {
                LOG.warn("Could not catch up with node {}, trying again: {}", state.node(), e.getMessage());
            }
        }
    }

    /**
     * As many policies were published since the restoring as the backup lacked. Who has another one again after it was
     * overtaken is broken, which publishing does not mend.
     */
    private boolean hasAnother(NodeState state, PublishedPolicy newest) {
        return state.active().equals(newest.revision())
                && !state.hash().equals(newest.hash())
                && !overtaken.contains(state.node());
    }

    private void overtake(NodeState state, long epoch, boolean hasNewer) {
        String what = "Node " + state.node() + " enforces " + state.active() + " and has seen epoch " + epoch
                + ", more than this database knows; was it restored from a backup?";
        if (hasNewer) {
            Revision forAll = targets.aim().base().revision();
            Revision again = policies.publishAgain(forAll.number(), epoch, what).revision();
            overtaken.add(state.node());
            LOG.warn("{} Published {} again as {}.", what, forAll, again);
        } else {
            LOG.warn("{} Raised the epoch to {}.", what, policies.raiseEpoch(epoch));
        }
        history.add(List.of(new NodeEvent(state.node(), clock.instant(), Kind.AHEAD, what, "")));
    }
}
