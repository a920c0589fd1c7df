package dev.sluice.master.enrollment;

import dev.sluice.enrollment.EnrollmentRequest;
import dev.sluice.enrollment.Refusal;
import dev.sluice.enrollment.Refusal.Reason;
import dev.sluice.jms.Protocol;
import dev.sluice.policy.match.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a key and what its holder says of itself let a node in. Before the proof is good, no more is told than that it
 * is not.
 *
 * @param version of the product; a node must have the same
 * @param clockLimit how far a node's clock may be off
 */
record Gatekeeper(String version, Duration clockLimit) {
    Optional<Refusal> refusal(KeyRows.Row known, EnrollmentRequest request, IpAddress address, Instant now) {
        JoinKey key = known.key();
        if (!known.verification().proves(request)) {
            return refuse(Reason.WRONG_PROOF, "The secret of the activation key is not the right one.");
        }
        if (key.revokedAt().isPresent()) {
            return refuse(Reason.UNKNOWN_KEY, "The activation key was revoked; ask for another.");
        }
        if (key.isExpired(now)) {
            return refuse(
                    Reason.EXPIRED_KEY,
                    "The activation key ran out at " + key.expiresAt().orElse(now) + "; ask for another.");
        }
        if (!key.allows(address)) {
            return refuse(
                    Reason.NETWORK_NOT_ALLOWED,
                    "The activation key may be used from " + key.networks() + "; this request came from " + address
                            + ".");
        }
        return software(request, now);
    }

    private Optional<Refusal> software(EnrollmentRequest request, Instant now) {
        if (!request.version().equals(version)) {
            return refuse(
                    Reason.VERSION_INCOMPATIBLE,
                    "The node is of version " + request.version() + ", the master of " + version
                            + "; install the same on the node.");
        }
        if (!Protocol.CURRENT.overlaps(request.protocol())) {
            return refuse(
                    Reason.VERSION_INCOMPATIBLE,
                    "The node speaks versions " + request.protocol() + " of the protocol, the master "
                            + Protocol.CURRENT + ".");
        }
        Duration ahead = Duration.between(now, request.clock());
        if (ahead.abs().compareTo(clockLimit) > 0) {
            return refuse(
                    Reason.CLOCK_OFF,
                    "The node's clock is " + ahead.abs().toSeconds() + " s "
                            + (ahead.isNegative() ? "behind" : "ahead of") + " the master's; at most "
                            + clockLimit.toSeconds() + " s are good. Set it, for instance with NTP.");
        }
        return Optional.empty();
    }

    private static Optional<Refusal> refuse(Reason reason, String text) {
        return Optional.of(new Refusal(reason, text));
    }
}
