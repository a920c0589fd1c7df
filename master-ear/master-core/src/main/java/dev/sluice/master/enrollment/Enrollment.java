package dev.sluice.master.enrollment;

import java.time.Instant;

/**
 * A node's request with a good key.
 *
 * @param id not to be guessed: who knows it gets the answer
 * @param publicKey SHA-256 over the node's public key, lower-case hex
 * @param request PKCS#10 in PEM form
 * @param address from where it came
 */
public record Enrollment(
        String id,
        String keyId,
        String node,
        String publicKey,
        String request,
        String version,
        String address,
        Instant askedAt,
        Status status) {
    /** What became of it. */
    public enum Status {
        PENDING,
        APPROVED,
        DECLINED
    }
}
