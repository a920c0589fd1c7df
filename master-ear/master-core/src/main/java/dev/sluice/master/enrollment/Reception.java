package dev.sluice.master.enrollment;

import dev.sluice.enrollment.EnrollmentRequest;
import dev.sluice.enrollment.Refusal;
import dev.sluice.enrollment.Refusal.Reason;
import dev.sluice.identity.Pkcs10;
import dev.sluice.master.enrollment.Enrollment.Status;
import dev.sluice.master.enrollment.Outcome.LetIn;
import dev.sluice.master.enrollment.Outcome.Refused;
import dev.sluice.master.enrollment.Outcome.Waiting;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.member.Members;
import dev.sluice.policy.match.IpAddress;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Decides on a request to join, in the transaction of its caller: by its key, by what the same node was told before, and
 * by who has its id. A request that is not refused uses the key. Safe for any thread.
 */
final class Reception {
    static final int MOST_PENDING = 500;

    private static final int ID_BYTES = 24;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Lease lease;
    private final Members members;
    private final Approvals approvals;
    private final Liveness liveness;
    private final Gatekeeper gatekeeper;
    private final Clock clock;

    Reception(
            Lease lease, Members members, Approvals approvals, Liveness liveness, Gatekeeper gatekeeper, Clock clock) {
        this.lease = lease;
        this.members = members;
        this.approvals = approvals;
        this.liveness = liveness;
        this.gatekeeper = gatekeeper;
        this.clock = clock;
    }

    /** @param address from where it came */
    Outcome decide(Connection connection, EnrollmentRequest request, IpAddress address) throws SQLException {
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
            String publicKey = Pkcs10.parse(request.request()).keyFingerprint();
            return decide(
                    connection,
                    asked(request, publicKey, address, now),
                    known.get().key());
        } catch (GeneralSecurityException e) {
            return refuse(Reason.MALFORMED, "The certificate request is not usable: " + e.getMessage());
        }
    }

    private static Enrollment asked(EnrollmentRequest request, String publicKey, IpAddress address, Instant now) {
        return new Enrollment(
                newId(),
                request.keyId(),
                request.node(),
                publicKey,
                request.request(),
                request.version(),
                address.toString(),
                now,
                Status.PENDING);
    }

    private static String newId() {
        byte[] bytes = new byte[ID_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private Outcome decide(Connection connection, Enrollment asked, JoinKey key) throws SQLException {
        String node = asked.node();
        if (members.isRemoved(node)) {
            return new Refused(removed(node));
        }
        Optional<Enrollment> before = EnrollmentRows.find(connection, node, asked.publicKey());
        Optional<Outcome> again =
                before.isPresent() ? again(connection, before.get(), asked.askedAt()) : Optional.empty();
        if (again.isPresent()) {
            return again.get();
        }
        Optional<Refusal> taken = taken(connection, node, asked.askedAt());
        if (taken.isPresent()) {
            return new Refused(taken.get());
        }
        return key.isUsedUp()
                ? refuse(Reason.USED_UP_KEY, "The activation key was used as often as it may be; ask for another.")
                : use(connection, key, asked);
    }

    private Outcome use(Connection connection, JoinKey key, Enrollment asked) throws SQLException {
        if (!key.autoApprove() && EnrollmentRows.countPending(connection) >= MOST_PENDING) {
            return refuse(Reason.FLOOD, MOST_PENDING + " requests wait for approval; no more are taken.");
        }
        KeyRows.use(connection, key.id(), 1);
        EnrollmentRows.insert(connection, asked);
        return key.autoApprove()
                ? new LetIn(asked.node(), approvals.approve(connection, asked, key.group(), "", asked.askedAt()), true)
                : new Waiting(asked.id());
    }

    /** What an earlier request came to; empty when its certificate is not good any more. */
    Optional<Outcome> again(Connection connection, Enrollment enrollment, Instant now) throws SQLException {
        return switch (enrollment.status()) {
            case PENDING -> Optional.of(new Waiting(enrollment.id()));
            case DECLINED -> Optional.of(refuse(Reason.DECLINED, "An administrator declined the request."));
            case APPROVED ->
                CertificateRows.good(connection, enrollment.node(), enrollment.publicKey(), now)
                        .map(chain -> new LetIn(enrollment.node(), chain, false));
        };
    }

    /** Why nobody new can have this id now; empty when one can. */
    Optional<Refusal> taken(Connection connection, String node, Instant now) throws SQLException {
        if (members.isRemoved(node)) {
            return Optional.of(removed(node));
        }
        return isAtWork(connection, node, now)
                ? Optional.of(new Refusal(
                        Reason.NODE_LIVE,
                        "A node " + node + " is at work already; stop that one, or join under another id."))
                : Optional.empty();
    }

    /** One that was heard of just now but was removed since is not. */
    private boolean isAtWork(Connection connection, String node, Instant now) throws SQLException {
        return liveness.isLive(node) && CertificateRows.hasGood(connection, node, Instant.EPOCH, now);
    }

    private static Refusal removed(String node) {
        return new Refusal(
                Reason.NODE_REMOVED,
                "Node " + node + " was removed from the cluster; have it readmitted, or join under another id.");
    }

    private static Refused refuse(Reason reason, String text) {
        return new Refused(new Refusal(reason, text));
    }
}
