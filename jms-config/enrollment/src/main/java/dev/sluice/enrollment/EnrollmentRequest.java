package dev.sluice.enrollment;

import dev.sluice.identity.Pkcs10;
import dev.sluice.jms.Protocol;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * A node asks to become part of the cluster. The same key in the certificate request is the same node asking again.
 *
 * @param keyId of the activation key
 * @param node the id it wants
 * @param request PKCS#10 in PEM form
 * @param version the product version, which must be the master's
 * @param protocol what it understands
 * @param clock the node's time when it asked
 * @param proof that the sender knows the key's secret: HMAC-SHA256 over all else, lower-case hex; see {@link
 *     VerificationKey#proves}
 */
public record EnrollmentRequest(
        String keyId, String node, String request, String version, Protocol protocol, Instant clock, String proof) {

    /** Asks with the proof that the key allows. */
    public static EnrollmentRequest of(
            ActivationKey key, String node, Pkcs10 request, String version, Protocol protocol, Instant clock) {
        var unproven = new EnrollmentRequest(key.id(), node, request.pem(), version, protocol, clock, "");
        var proof = key.verificationKey().proof(unproven.provenBytes());
        return new EnrollmentRequest(key.id(), node, unproven.request, version, protocol, clock, proof);
    }

    /** All fields but the proof, each behind its length, so that no two requests have the same bytes. */
    byte[] provenBytes() {
        var text = new StringBuilder("sluice enrollment request 1\n");
        var fields = List.of(
                keyId,
                node,
                request,
                version,
                String.valueOf(protocol.oldest()),
                String.valueOf(protocol.newest()),
                clock.toString());
        for (var field : fields) {
            text.append(field.length()).append(':').append(field).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
