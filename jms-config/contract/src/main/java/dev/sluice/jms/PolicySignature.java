package dev.sluice.jms;

import dev.sluice.policy.model.Revision;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * An Ed25519 signature (RFC 8032) over a revision, its hash and its privacy key.
 *
 * @param certificate the signer's X.509 certificate in DER form, base64; issued by the cluster's authority with {@code
 *     OU=signer}
 * @param value the signature, base64
 */
public record PolicySignature(String certificate, String value) {
    static byte[] bytes(Revision revision, String hash, Optional<PrivacyKey> key) {
        String behind = key.map(known -> known.base64() + "\n").orElse("");
        return ("sluice policy\n" + revision + "\n" + hash + "\n" + behind).getBytes(StandardCharsets.UTF_8);
    }
}
