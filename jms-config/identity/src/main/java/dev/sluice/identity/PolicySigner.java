package dev.sluice.identity;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;

/**
 * Signs published policies with an Ed25519 key (RFC 8032) that lives in this process only and that the authority has
 * certified with {@code OU=signer}. Thread-safe.
 */
public final class PolicySigner {
    static final String ALGORITHM = "Ed25519";

    private final KeyPair keys;
    private final String certificate;

    private PolicySigner(KeyPair keys, String certificate) {
        this.keys = keys;
        this.certificate = certificate;
    }

    /** Makes a key. @param name the master's, for people who read the certificate */
    public static PolicySigner certifiedBy(ClusterCa authority, String name) {
        try {
            var keys = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            var certificate = authority.certifySigner(keys.getPublic(), name);
            return new PolicySigner(keys, Base64.getEncoder().encodeToString(Pem.der(certificate)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    /** The certificate in DER form, base64. */
    public String certificate() {
        return certificate;
    }

    /** The signature over the content, base64. */
    public String sign(byte[] content) {
        try {
            var signature = Signature.getInstance(ALGORITHM);
            signature.initSign(keys.getPrivate());
            signature.update(content);
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }
}
