package dev.sluice.slave.policy;

import dev.sluice.identity.PolicyVerifier;
import dev.sluice.identity.TrustStore;
import dev.sluice.jms.PolicyMessage;
import dev.sluice.jms.PolicySignature;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SignatureException;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a policy was signed by a master of this cluster. The authority is read from the node's trust store when it
 * is first needed: a node that has not joined yet has none, and trusts nobody. Safe for any thread.
 */
public final class Signatures {
    private final Path trustStore;
    private final char[] password;
    private @Nullable PolicyVerifier verifier;

    public Signatures(Path trustStore, char[] password) {
        this.trustStore = trustStore;
        this.password = password.clone();
    }

    /** Returns when the signature holds. @throws SignatureException when it does not, in words for people */
    void check(PolicyMessage message) throws SignatureException {
        PolicySignature signature =
                message.signature().orElseThrow(() -> new SignatureException("the policy is not signed"));
        verifier().verify(signature.certificate(), signature.value(), message.signedBytes());
    }

    private synchronized PolicyVerifier verifier() throws SignatureException {
        PolicyVerifier known = verifier;
        if (known != null) {
            return known;
        }
        try {
            PolicyVerifier made = new PolicyVerifier(TrustStore.read(trustStore, password));
            verifier = made;
            return made;
        } catch (IOException e) {
            throw new SignatureException("the cluster's authority is not known here: " + e.getMessage(), e);
        }
    }
}
