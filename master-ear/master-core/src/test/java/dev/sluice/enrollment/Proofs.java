package dev.sluice.enrollment;

import dev.sluice.jms.Protocol;
import java.time.Instant;

/** Good proofs of requests that no good node makes. */
public final class Proofs {
    /** @param request instead of a certificate request */
    public static EnrollmentRequest with(
            ActivationKey key, String node, String request, String version, Instant clock) {
        EnrollmentRequest unproven =
                new EnrollmentRequest(key.id(), node, request, version, Protocol.CURRENT, clock, "");
        return new EnrollmentRequest(
                key.id(),
                node,
                request,
                version,
                Protocol.CURRENT,
                clock,
                key.verificationKey().proof(unproven.provenBytes()));
    }

    private Proofs() {}
}
