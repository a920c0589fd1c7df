package dev.sluice.master.enrollment;

import java.time.Instant;
import java.util.Optional;

/**
 * A certificate that a node has or had.
 *
 * @param serial lower-case hex
 */
public record NodeCertificate(
        String serial, String node, Instant issuedAt, Instant notAfter, Optional<Instant> revokedAt) {}
