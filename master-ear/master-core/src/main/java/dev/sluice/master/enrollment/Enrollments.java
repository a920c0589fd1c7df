package dev.sluice.master.enrollment;

import dev.sluice.enrollment.EnrollmentAnswer;
import dev.sluice.enrollment.EnrollmentAnswer.Approved;
import dev.sluice.enrollment.EnrollmentAnswer.Pending;
import dev.sluice.enrollment.EnrollmentRequest;
import dev.sluice.enrollment.Refusal;
import dev.sluice.enrollment.Refusal.Reason;
import dev.sluice.identity.CertificateChain;
import dev.sluice.identity.Pkcs10;
import dev.sluice.master.audit.AuditLog;
import dev.sluice.master.audit.Change;
import dev.sluice.master.config.MasterConfig;
import dev.sluice.master.config.ProductVersion;
import dev.sluice.master.enrollment.Enrollment.Status;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.live.Changes;
import dev.sluice.master.member.Members;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.master.rollout.Targets;
import dev.sluice.policy.match.IpAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** The requests of nodes to join, and what becomes of them. Safe for any thread. */
@ApplicationScoped
public class Enrollments {
    static final int MOST_PENDING = 500;
    static final Duration PENDING_FOR = Duration.ofDays(7);

    private static final Duration DECIDED_FOR = Duration.ofDays(30);
    private static final Duration POLL_AFTER = Duration.ofSeconds(3);
    private static final Duration NOTE_A_FLOOD_EACH = Duration.ofMinutes(1);
    private static final int ID_BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database database;
    private final Lease lease;
    private final Members members;
    private final Approvals approvals;
    private final Refusals refusals;
    private final Admissions admissions;
    private final Liveness liveness;
    private final Targets targets;
    private final Changes changes;
    private final MasterConfig.Joining joining;
    private final Clock clock;
    private final Gatekeeper gatekeeper;
    private final Flood requests;
    private final Flood polls;
    private final LongAdder refused = new LongAdder();
    private final LongAdder floods = new LongAdder();
    private volatile Instant floodNotedAt = Instant.EPOCH;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Enrollments() {
        this.database = null;
        this.lease = null;
        this.members = null;
        this.approvals = null;
        this.refusals = null;
        this.admissions = null;
        this.liveness = null;
        this.targets = null;
        this.changes = null;
        this.joining = null;
        this.clock = null;
        this.gatekeeper = null;
        this.requests = null;
        this.polls = null;
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
        this.liveness = liveness;
        this.targets = targets;
        this.changes = changes;
        this.joining = config.joining();
        this.clock = clock;
        this.gatekeeper = new Gatekeeper(ProductVersion.read(), joining.clockLimit());
        this.requests = new Flood(clock, 30, 0.5);
        this.polls = new Flood(clock, 60, 2);
    }

    /** What a request came to. */
    private sealed interface Outcome {}

    private record Refused(Refusal refusal) implements Outcome {}

    private record Waiting(String id) implements Outcome {}

    /** @param isNew whether it was let in by this very request */
    private record LetIn(String node, CertificateChain chain, boolean isNew) implements Outcome {}

    /**
     * Takes a request. The same node asking again with the same public key gets the same answer, and uses its key once.
     *
     * @param address from where it came
     */
    public EnrollmentAnswer ask(EnrollmentRequest request, IpAddress address) throws RefusedException {
        checkFlood(requests, address, request.node(), request.keyId());
        Outcome outcome = database.call(connection -> decide(connection, request, address));
        if (outcome instanceof LetIn letIn && letIn.isNew()) {
            requests.forgive(address); // a whole site may join from one address
            letIn(letIn.node());
        }
        if (outcome instanceof Waiting) {
            changes.announce(Changes.Topic.NODES);
        }
        return answer(outcome, address, request.node(), request.keyId());
    }

    /**
     * Counts a request that cannot even be read.
     *
     * @param problem what is wrong with it
     */
    public RefusedException malformed(String problem, IpAddress address) throws RefusedException {
        checkFlood(requests, address, "", "");
        return refused(new Refusal(Reason.MALFORMED, problem), address, "", "");
    }

    /** The answer to a request that was made before; empty when there is none of this id any more. */
    public Optional<EnrollmentAnswer> poll(String id, IpAddress address) throws RefusedException {
        checkFlood(polls, address, "", "");
        Optional<Enrollment> known = database.call(connection -> EnrollmentRows.find(connection, id));
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Optional<Outcome> outcome = database.call(connection -> again(connection, known.get(), clock.instant()));
        if (outcome.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                answer(outcome.get(), address, known.get().node(), known.get().keyId()));
    }

    private Outcome decide(Connection connection, EnrollmentRequest request, IpAddress address) throws SQLException {
        Instant now = clock.instant();
        lease.hold(connection);
        Optional<KeyRows.Row> known = KeyRows.lock(connection, request.keyId());
        if (known.isEmpty()) {
            return refuse(Reason.UNKNOWN_KEY, "There is no activation key " + request.keyId() + ".");
        }
        Optional<Refusal> refusal = gatekeeper.refusal(known.get(), request, address, now);
        if (refusal.isPresent()) {
            return new Refused(refusal.get());
        }
        try {
            Pkcs10 csr = Pkcs10.parse(request.request());
            return decide(connection, request, csr.keyFingerprint(), known.get().key(), address, now);
        } catch (GeneralSecurityException e) {
            return refuse(Reason.MALFORMED, "The certificate request is not usable: " + e.getMessage());
        }
    }

    private Outcome decide(
            Connection connection,
            EnrollmentRequest request,
            String publicKey,
            JoinKey key,
            IpAddress address,
            Instant now)
            throws SQLException {
        String node = request.node();
        if (members.isRemoved(node)) {
            return removed(node);
        }
        Optional<Enrollment> before = EnrollmentRows.find(connection, node, publicKey);
        Optional<Outcome> again = before.isPresent() ? again(connection, before.get(), now) : Optional.empty();
        if (again.isPresent()) {
            return again.get();
        }
        if (isAtWork(connection, node, now)) {
            return live(node);
        }
        if (key.isUsedUp()) {
            return refuse(Reason.USED_UP_KEY, "The activation key was used as often as it may be; ask for another.");
        }
        if (!key.autoApprove() && EnrollmentRows.countPending(connection) >= MOST_PENDING) {
            return refuse(Reason.FLOOD, MOST_PENDING + " requests wait for approval; no more are taken.");
        }
        KeyRows.use(connection, key.id(), 1);
        Enrollment enrollment = new Enrollment(
                newId(),
                key.id(),
                node,
                publicKey,
                request.request(),
                request.version(),
                address.toString(),
                now,
                Status.PENDING);
        EnrollmentRows.insert(connection, enrollment);
        return key.autoApprove()
                ? new LetIn(node, approvals.approve(connection, enrollment, key.group(), "", now), true)
                : new Waiting(enrollment.id());
    }

    /** One that was heard of just now but was removed since is not. */
    private boolean isAtWork(Connection connection, String node, Instant now) throws SQLException {
        return liveness.isLive(node) && CertificateRows.hasGood(connection, node, Instant.EPOCH, now);
    }

    /** What an earlier request came to; empty when its certificate is not good any more. */
    private static Optional<Outcome> again(Connection connection, Enrollment enrollment, Instant now)
            throws SQLException {
        return switch (enrollment.status()) {
            case PENDING -> Optional.of(new Waiting(enrollment.id()));
            case DECLINED -> Optional.of(refuse(Reason.DECLINED, "An administrator declined the request."));
            case APPROVED ->
                CertificateRows.good(connection, enrollment.node(), enrollment.publicKey(), now)
                        .map(chain -> new LetIn(enrollment.node(), chain, false));
        };
    }

    private static Refused removed(String node) {
        return refuse(
                Reason.NODE_REMOVED,
                "Node " + node + " was removed from the cluster; have it readmitted, or join under another id.");
    }

    private static Refused live(String node) {
        return refuse(
                Reason.NODE_LIVE, "A node " + node + " is at work already; stop that one, or join under another id.");
    }

    private static Refused refuse(Reason reason, String text) {
        return new Refused(new Refusal(reason, text));
    }

    private EnrollmentAnswer answer(Outcome outcome, IpAddress address, String node, String keyId)
            throws RefusedException {
        if (outcome instanceof Refused refused) {
            throw refused(refused.refusal(), address, node, keyId);
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

    private void checkFlood(Flood flood, IpAddress address, String node, String keyId) throws RefusedException {
        Duration wait = flood.waitFor(address);
        if (wait.isZero()) {
            return;
        }
        floods.increment();
        Refusal refusal = new Refusal(Reason.FLOOD, "Too many requests came from " + address + "; wait a while.");
        Instant now = clock.instant();
        if (floodNotedAt.plus(NOTE_A_FLOOD_EACH).isBefore(now)) {
            floodNotedAt = now;
            throw new RefusedException(noted(refusal, address, node, keyId), wait);
        }
        throw new RefusedException(refusal, wait);
    }

    private RefusedException refused(Refusal refusal, IpAddress address, String node, String keyId) {
        refused.increment();
        return new RefusedException(noted(refusal, address, node, keyId));
    }

    private Refusal noted(Refusal refusal, IpAddress address, String node, String keyId) {
        refusals.note(new RefusalNote(
                clock.instant(),
                address.toString(),
                node,
                keyId,
                refusal.reason().word(),
                refusal.text()));
        return refusal;
    }

    /** Requests refused for what they said, since the start. */
    public long refused() {
        return refused.sum();
    }

    /** Requests that were not looked at because too many came from their address, since the start. */
    public long floods() {
        return floods.sum();
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
        if (members.isRemoved(node)) {
            throw new RefusedException(removed(node).refusal());
        }
        if (database.<Boolean>call(connection -> isAtWork(connection, node, clock.instant()))) {
            throw new RefusedException(live(node).refusal());
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

    private static String newId() {
        byte[] bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
