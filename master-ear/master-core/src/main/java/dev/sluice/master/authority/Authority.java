package dev.sluice.master.authority;

import dev.sluice.identity.CertificateChain;
import dev.sluice.identity.ClusterCa;
import dev.sluice.identity.ClusterCa.Role;
import dev.sluice.identity.Pkcs10;
import dev.sluice.identity.PolicySigner;
import dev.sluice.jms.PolicyMessage;
import dev.sluice.jms.PolicySignature;
import dev.sluice.jms.PrivacyKey;
import dev.sluice.master.config.MasterConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;

/**
 * Signs policies, with a key that it made at this start, and nodes' certificates. Safe for any thread.
 *
 * <p>The first to use it makes the file be opened.
 */
@ApplicationScoped
public class Authority {
    private final ClusterCa ca;
    private final PolicySigner signer;
    private final PrivacyKey privacyKey;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Authority() {
        this.ca = null;
        this.signer = null;
        this.privacyKey = null;
    }

    /** @throws IllegalStateException when the file does not open; the message says why */
    @Inject
    Authority(MasterConfig config) {
        this(open(config.authority()));
    }

    public Authority(ClusterCa ca) {
        this.ca = ca;
        this.signer = PolicySigner.certifiedBy(ca, "master");
        this.privacyKey = new PrivacyKey(ca.secretFor("hashes in access records"));
    }

    private static ClusterCa open(MasterConfig.AuthorityAccess access) {
        try {
            return ClusterCa.open(access.keyStore(), access.password().toCharArray());
        } catch (IOException e) {
            throw new IllegalStateException("The cluster's certificate authority cannot be used: " + e.getMessage(), e);
        }
    }

    /** The message as nodes take it: with the key for hashes if its policy has any, and signed. */
    public PolicyMessage sign(PolicyMessage message) {
        PolicyMessage whole = message.bundle().privacy().hashes() ? message.with(privacyKey) : message;
        return whole.signed(new PolicySignature(signer.certificate(), signer.sign(whole.signedBytes())));
    }

    /** A new certificate for the node's key, with the authority's own behind it. */
    public CertificateChain certify(String node, Pkcs10 request, Duration life) {
        try {
            return CertificateChain.of(ca.sign(Role.SLAVE, node, request, life), ca.certificate());
        } catch (IOException e) {
            throw new IllegalStateException("The authority does not know its own certificates", e);
        }
    }

    /** SHA-256 over the authority's certificate, lower-case hex: what an activation key names. */
    public String fingerprint() {
        return ca.fingerprint();
    }
}
