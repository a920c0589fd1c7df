package dev.sluice.master.enrollment;

import dev.sluice.enrollment.EnrollmentAnswer;
import dev.sluice.enrollment.EnrollmentAnswer.Approved;
import dev.sluice.enrollment.EnrollmentAnswer.Pending;
import dev.sluice.enrollment.EnrollmentRequest;
import dev.sluice.enrollment.Refusal;
import dev.sluice.enrollment.Refusal.Reason;
import dev.sluice.master.audit.AuditLog;
import dev.sluice.master.audit.Change;
import dev.sluice.master.config.MasterConfig;
import dev.sluice.master.config.ProductVersion;
import dev.sluice.master.enrollment.Enrollment.Status;
import dev.sluice.master.enrollment.Outcome.LetIn;
import dev.sluice.master.enrollment.Outcome.Refused;
import dev.sluice.master.enrollment.Outcome.Waiting;
import dev.sluice.master.enrollment.Turnstile.Caller;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.live.Changes;
import dev.sluice.master.member.Members;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.master.rollout.Targets;
import dev.sluice.policy.match.IpAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The requests of nodes to join, and what becomes of them. Safe for any thread. */
@ApplicationScoped
public class Enrollments {
    static final Duration PENDING_FOR = Duration.ofDays(7);

    private static final Duration DECIDED_FOR = Duration.ofDays(30);
    private static final Duration POLL_AFTER = Duration.ofSeconds(3);

    private final Database database;
    private final Lease lease;
    private final Members members;
    private final Approvals approvals;
    private final Refusals refusals;
    private final Admissions admissions;
    private final Targets targets;
    private final Changes changes;
    private final MasterConfig.Joining joining;
    private final Clock clock;
    private final Reception reception;
    private final Turnstile turnstile;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Enrollments() {
        this.database = null;
        this.lease = null;
        this.members = null;
        this.approvals = null;
        this.refusals = null;
        this.admissions = null;
        this.targets = null;
        this.changes = null;
        this.joining = null;
        this.clock = null;
        this.reception = null;
        this.turnstile = null;
    }

    @Inject
    Enrollments(
            Database database,
            Lease lease,
            Members members,
            Approvals approvals,
            Refusals refusals,
            Admissions admissions,
            Liveness liveness,
            Targets targets,
            Changes changes,
            MasterConfig config,
            Clock clock) {
        this.database = database;
        this.lease = lease;
        this.members = members;
        this.approvals = approvals;
        this.refusals = refusals;
        this.admissions = admissions;
        this.targets = targets;
        this.changes = changes;
        this.joining = config.joining();
        this.clock = clock;
        Gatekeeper gatekeeper = new Gatekeeper(ProductVersion.read(), joining.clockLimit());
        this.reception = new Reception(lease, members, approvals, liveness, gatekeeper, clock);
        this.turnstile = new Turnstile(refusals, clock);
    }

    /**
     * Takes a request. The same node asking again with the same public key gets the same answer, and uses its key once.
     *
     * @param address from where it came
     */
    public EnrollmentAnswer ask(EnrollmentRequest request, IpAddress address) throws RefusedException {
        Caller caller = new Caller(address, request.node(), request.keyId());
        turnstile.ask(caller);
        Outcome outcome = database.call(connection -> reception.decide(connection, request, address));
        if (outcome instanceof LetIn letIn && letIn.isNew()) {
            turnstile.forgive(caller);
            letIn(letIn.node());
        }
        if (outcome instanceof Waiting) {
            changes.announce(Changes.Topic.NODES);
        }
        return answer(outcome, caller);
    }

    /**
     * Counts a request that cannot even be read.
     *
     * @param problem what is wrong with it
     */
    public RefusedException malformed(String problem, IpAddress address) throws RefusedException {
        Caller caller = new Caller(address);
        turnstile.ask(caller);
        return turnstile.refused(new Refusal(Reason.MALFORMED, problem), caller);
    }

    /** The answer to a request that was made before; empty when there is none of this id any more. */
    public Optional<EnrollmentAnswer> poll(String id, IpAddress address) throws RefusedException {
        turnstile.poll(new Caller(address));
        Optional<Enrollment> known = database.call(connection -> EnrollmentRows.find(connection, id));
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Enrollment enrollment = known.get();
        Optional<Outcome> outcome =
                database.call(connection -> reception.again(connection, enrollment, clock.instant()));
        return outcome.isEmpty()
                ? Optional.empty()
                : Optional.of(answer(outcome.get(), new Caller(address, enrollment.node(), enrollment.keyId())));
    }

    private EnrollmentAnswer answer(Outcome outcome, Caller caller) throws RefusedException {
        if (outcome instanceof Refused refused) {
            throw turnstile.refused(refused.refusal(), caller);
        }
        if (outcome instanceof LetIn letIn) {
            return approved(letIn);
        }
        return new Pending(((Waiting) outcome).id(), POLL_AFTER);
    }

    private Approved approved(LetIn letIn) {
        PublishedPolicy head = targets.of(letIn.node());
        return new Approved(
                letIn.node(),
                letIn.chain(),
                joining.brokerHost(),
                joining.brokerPort(),
                members.groupOf(letIn.node()),
                head.revision(),
                head.hash());
    }

    /** Requests refused for what they said, since the start. */
    public long refused() {
        return turnstile.refused();
    }

    /** Requests that were not looked at because too many came from their address, since the start. */
    public long floods() {
        return turnstile.floods();
    }

    /** The requests that wait for a person, the oldest first. */
    public List<Enrollment> pending() {
        return database.call(EnrollmentRows::pending);
    }

    /** The newest requests that were refused, at most 500. */
    public List<RefusalNote> refusals(int limit) {
        return refusals.newest(limit);
    }

    /**
     * Lets a node in whose request waits.
     *
     * @return the request, or empty when none of this id waits
     * @throws RefusedException when in the meantime the node was removed or another of its id came to work
     */
    public Optional<Enrollment> approve(String id, String by) throws RefusedException {
        Instant now = clock.instant();
        Optional<Enrollment> waiting = database.call(connection -> EnrollmentRows.find(connection, id))
                .filter(enrollment -> enrollment.status() == Status.PENDING);
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        checkStillFree(waiting.get().node());
        Optional<Enrollment> approved = database.call(connection -> {
            lease.hold(connection);
            Optional<Enrollment> locked = lockPending(connection, id);
            if (locked.isPresent()) {
                String group = KeyRows.find(connection, locked.get().keyId())
                        .map(row -> row.key().group())
                        .orElse("");
                approvals.approve(connection, locked.get(), group, by, now);
                AuditLog.add(connection, now, change("request.approve", locked.get(), by));
            }
            return locked;
        });
        approved.ifPresent(enrollment -> letIn(enrollment.node()));
        return approved;
    }

    private void checkStillFree(String node) throws RefusedException {
        Optional<Refusal> taken = database.call(connection -> reception.taken(connection, node, clock.instant()));
        if (taken.isPresent()) {
            throw new RefusedException(taken.get());
        }
    }

    /** Does not let a node in whose request waits; returns the request, or empty when none of this id waits. */
    public Optional<Enrollment> decline(String id, String by) {
        Optional<Enrollment> declined = database.call(connection -> {
            lease.hold(connection);
            Optional<Enrollment> locked = lockPending(connection, id);
            if (locked.isPresent()) {
                EnrollmentRows.decide(connection, id, Status.DECLINED, by, clock.instant());
                KeyRows.use(connection, locked.get().keyId(), -1);
                AuditLog.add(connection, clock.instant(), change("request.decline", locked.get(), by));
            }
            return locked;
        });
        declined.ifPresent(enrollment -> changes.announce(Changes.Topic.NODES));
        return declined;
    }

    private static Change change(String action, Enrollment request, String by) {
        return Change.of(by, action, request.node())
                .to(Map.of("key", request.keyId(), "publicKey", request.publicKey(), "askedFrom", request.address()));
    }

    private static Optional<Enrollment> lockPending(Connection connection, String id) throws SQLException {
        return EnrollmentRows.lock(connection, id).filter(enrollment -> enrollment.status() == Status.PENDING);
    }

    private void letIn(String node) {
        members.refresh(node);
        admissions.send();
        changes.announce(Changes.Topic.NODES);
    }

    /** Forgets requests that nobody decided on or that were decided on long ago, and old certificates. Called each hour. */
    public void prune() {
        Instant now = clock.instant();
        database.run(connection -> {
            lease.hold(connection);
            for (Enrollment old : EnrollmentRows.pendingBefore(connection, now.minus(PENDING_FOR))) {
                EnrollmentRows.delete(connection, old.id());
                KeyRows.use(connection, old.keyId(), -1);
            }
            EnrollmentRows.forget(connection, now.minus(DECIDED_FOR));
            CertificateRows.forget(connection, now.minus(DECIDED_FOR));
        });
    }
}
