package dev.sluice.master.rollout;

import dev.sluice.master.audit.AuditLog;
import dev.sluice.master.audit.Change;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.live.Changes;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.persistence.Transactions;
import dev.sluice.master.policy.Alongside;
import dev.sluice.master.policy.Policies;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.master.policy.StaleDraftException;
import dev.sluice.master.rollout.Rollout.Start;
import dev.sluice.master.rollout.Rollout.State;
import dev.sluice.policy.model.Revision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes revisions, to all nodes or to a few first, and sees the latter through. The one writer of rollouts; all is in
 * the database, so that another master goes on with what this one began. Safe for any thread.
 */
@ApplicationScoped
public class Rollouts {
    private static final Logger LOG = LoggerFactory.getLogger(Rollouts.class);
    private static final String SLUICE = Change.SLUICE;
    private static final int LONGEST_REASON = 500;

    private final Policies policies;
    private final Targets targets;
    private final Fleet fleet;
    private final Transactions transactions;
    private final Lease lease;
    private final Changes changes;
    private final Clock clock;
    private Revision looked = Revision.NONE;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Rollouts() {
        this(null, null, null, null, null, null, null);
    }

    @Inject
    public Rollouts(
            Policies policies,
            Targets targets,
            Fleet fleet,
            Transactions transactions,
            Lease lease,
            Changes changes,
            Clock clock) {
        this.policies = policies;
        this.targets = targets;
        this.fleet = fleet;
        this.transactions = transactions;
        this.lease = lease;
        this.changes = changes;
        this.clock = clock;
    }

    /**
     * Makes the draft the next revision. What was being rolled out is superseded.
     *
     * @param version the version of the draft that is meant, or empty for the newest
     * @param plan who gets it first; empty for all at once
     * @throws NoCanaryException when nobody could get it first; nothing is published
     */
    public PublishedPolicy publish(Optional<Long> version, String comment, String by, Optional<Plan> plan)
            throws StaleDraftException {
        if (plan.isEmpty()) {
            return policies.publish(version, comment, by, this::supersede);
        }
        List<Seen> nodes = fleet.nodes();
        return policies.publish(
                version, comment, by, (connection, next) -> begin(connection, next, plan.get(), nodes, by));
    }

    /**
     * Makes the policy of an earlier revision the next one, for all nodes at once. The draft stays; what was being rolled out
     * is superseded.
     *
     * @return empty when there is no such revision
     */
    public Optional<PublishedPolicy> rollBack(long number, String comment, String by) {
        return policies.rollBack(number, comment, by, this::supersede);
    }

    private void supersede(Connection connection, PublishedPolicy next) throws SQLException {
        RolloutRows.supersede(connection, next.revision(), now());
    }

    /**
     * The nodes that have a revision which the others do not have are part of the next canary, whatever was asked for:
     * back they cannot go, and what is published next is meant to follow what they have.
     */
    private void begin(Connection connection, PublishedPolicy next, Plan plan, List<Seen> nodes, String by)
            throws SQLException {
        List<String> chosen = plan.canary().choose(nodes, next);
        long before = next.revision().number() - 1;
        Optional<Rollout> ahead = RolloutRows.underWay(connection)
                .filter(rollout -> rollout.revision().number() == before);
        supersede(connection, next);
        TreeSet<String> canary = new TreeSet<>(chosen);
        ahead.ifPresent(rollout -> canary.addAll(rollout.nodes()));
        Map<String, Optional<Start>> starts = new LinkedHashMap<>();
        canary.forEach(node -> starts.put(node, Optional.empty()));
        RolloutRows.insert(
                connection,
                new Rollout(
                        next.revision(),
                        ahead.map(Rollout::base).orElse(new Revision(0, before)),
                        by,
                        plan,
                        starts,
                        State.CANARY,
                        "",
                        now(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        AuditLog.add(
                connection,
                now(),
                change("rollout.start", next.revision(), by)
                        .to(Map.of(
                                "first", plan.canary().text(),
                                "canary", canary,
                                "hold", plan.hold().toString(),
                                "maxErrorRate", plan.limits().maxErrorRate(),
                                "maxBlockRate", plan.limits().maxBlockRate(),
                                "maxLatencyMillis", plan.limits().maxLatencyMillis())));
    }

    private static Change change(String action, Revision revision, String by) {
        return Change.of(by, action, "revision " + revision.number());
    }

    /** The newest rollout, under way or not; empty when there never was one. */
    public Optional<Rollout> current() {
        return history(1).stream().findFirst();
    }

    /** Newest first. */
    public List<Rollout> history(int limit) {
        return sql(connection -> RolloutRows.newest(connection, limit));
    }

    /** How the nodes of the canary do now. */
    public List<Progress> progress(Rollout rollout) {
        return policies.revision(rollout.revision().number())
                .map(policy -> Judge.progress(rollout, policy, fleet.nodes()))
                .orElse(List.of());
    }

    /**
     * Lets all nodes have what the canary has, whatever it does.
     *
     * @throws NoRolloutException when none is under way
     */
    public Rollout promote(String by) {
        Rollout rollout = underWay();
        finish(rollout, "Promoted by " + by + ".", by);
        return find(rollout);
    }

    /**
     * Takes back what the canary has.
     *
     * @throws NoRolloutException when none is under way
     */
    public Rollout abort(String by) {
        Rollout rollout = underWay();
        takeBack(rollout, State.ABORTED, "Aborted by " + by + ".", by);
        return find(rollout);
    }

    private Rollout underWay() {
        return targets.refresh().rollout().orElseThrow(NoRolloutException::new);
    }

    private Rollout find(Rollout rollout) {
        return sql(connection -> RolloutRows.find(connection, rollout.revision().number()))
                .orElseThrow(NoRolloutException::new);
    }

    /** Looks at the rollout that is under way, if there is one, and does what is due. Called each second. */
    public synchronized void step() {
        Aim aim = targets.aim();
        if (!looked.equals(aim.head().revision())) {
            closeSuperseded(aim.head());
            looked = aim.head().revision();
        }
        if (aim.rollout().isPresent()) {
            List<Seen> nodes = fleet.nodes();
            Rollout rollout = started(aim.rollout().get(), nodes);
            act(rollout, Judge.judge(rollout, Judge.progress(rollout, aim.head(), nodes), now()));
        }
    }

    /** A revision that was not published here, such as one that overtakes a node, supersedes as well. */
    private void closeSuperseded(PublishedPolicy head) {
        inLease(connection -> RolloutRows.supersede(connection, head.revision(), now()));
    }

    private Rollout started(Rollout rollout, List<Seen> nodes) {
        Map<String, Start> starts = Judge.starts(rollout, nodes);
        if (starts.isEmpty()) {
            return rollout;
        }
        inLease(connection -> {
            RolloutRows.writeStarts(connection, rollout.revision().number(), starts);
            return true;
        });
        Rollout started = rollout.withStarts(starts);
        targets.note(started);
        return started;
    }

    private void act(Rollout rollout, Judge.Verdict verdict) {
        if (verdict instanceof Judge.Hold) {
            LOG.info("Revision {} is enforced by its canary {}", rollout.revision(), rollout.nodes());
            update(rollout.held(now()));
        } else if (verdict instanceof Judge.Wait wait && !wait.why().equals(rollout.reason())) {
            update(rollout.waiting(wait.why()));
        } else if (verdict instanceof Judge.Promote) {
            finish(rollout, "", SLUICE);
        } else if (verdict instanceof Judge.TakeBack bad) {
            takeBack(rollout, State.ROLLED_BACK, shortened(bad.why()), SLUICE);
        }
    }

    private static String shortened(String reason) {
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "…";
    }

    private void update(Rollout rollout) {
        if (inLease(connection -> RolloutRows.update(connection, rollout))) {
            targets.note(rollout);
        } else {
            targets.refresh();
        }
        changes.announce(Changes.Topic.NODES);
    }

    private void finish(Rollout rollout, String reason, String by) {
        boolean ended = inLease(connection -> finish(connection, rollout, reason, by));
        targets.refresh();
        if (!ended) {
            throw new NoRolloutException();
        }
        LOG.info("Revision {} goes to all nodes. {}", rollout.revision(), reason);
        changes.announce(Changes.Topic.POLICY);
    }

    private boolean finish(Connection connection, Rollout rollout, String reason, String by) throws SQLException {
        long number = rollout.revision().number();
        if (!RolloutRows.end(connection, number, State.DONE, reason, now(), Optional.empty())) {
            return false;
        }
        AuditLog.add(
                connection,
                now(),
                change("rollout.promote", rollout.revision(), by)
                        .from(Map.of("state", rollout.state().name()))
                        .to(Map.of("state", State.DONE.name())));
        return true;
    }

    /** The new revision and the end of the rollout are one transaction: no node gets the one without the other. */
    private void takeBack(Rollout rollout, State state, String reason, String by) {
        String comment = "Revision " + rollout.revision() + " is taken back, this is " + rollout.base()
                + " again. Why: " + reason;
        Alongside ending = (connection, next) -> {
            Optional<Long> back = Optional.of(next.revision().number());
            if (!RolloutRows.end(connection, rollout.revision().number(), state, reason, now(), back)) {
                throw new NoRolloutException();
            }
            AuditLog.add(
                    connection,
                    now(),
                    change("rollout.abort", rollout.revision(), by)
                            .from(Map.of("state", rollout.state().name()))
                            .to(Map.of("state", state.name(), "reason", reason)));
        };
        PublishedPolicy back =
                policies.rollBack(rollout.base().number(), comment, by, ending).orElseThrow();
        LOG.warn("Revision {} was taken back by revision {}: {}", rollout.revision(), back.revision(), reason);
    }

    private <T> T inLease(Database.Work<T> work) {
        return sql(connection -> {
            lease.hold(connection);
            return work.run(connection);
        });
    }

    private <T> T sql(Database.Work<T> work) {
        return transactions.call(entities -> Transactions.sql(entities, work));
    }

    /** As exact as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
