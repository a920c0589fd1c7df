package dev.sluice.identity;

import dev.sluice.identity.ClusterCa.Role;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/**
 * Tells whether a policy was signed by a master of this cluster. The signer's certificate may have run out: a policy that
 * was good when it came is good for as long as it is kept. Thread-safe.
 */
public final class PolicyVerifier {
    /** Far above what a signer's certificate or a signature takes. */
    private static final int MAX_LENGTH = 16 * 1024;

    private final X509Certificate authority;

    /** @param authority the cluster's, as in {@link TrustStore#read} */
    public PolicyVerifier(X509Certificate authority) {
        this.authority = authority;
    }

    /**
     * Returns when the signature holds.
     *
     * @param certificate the signer's, DER in base64
     * @param value the signature over the content, base64
     * @throws SignatureException when it does not; the message says why, for people
     */
    public void verify(String certificate, String value, byte[] content) throws SignatureException {
        var signer = signer(certificate);
        var bytes = decode("signature", value);
        try {
            var signature = Signature.getInstance(PolicySigner.ALGORITHM);
            signature.initVerify(signer.getPublicKey());
            signature.update(content);
            if (signature.verify(bytes)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            throw new SignatureException("the policy's signature cannot be checked: " + e.getMessage(), e);
        }
        throw new SignatureException("the policy is not what its signer signed");
    }

    private X509Certificate signer(String text) throws SignatureException {
        X509Certificate certificate;
        try {
            certificate = CertificateChain.certificate(decode("certificate", text));
        } catch (CertificateException e) {
            throw new SignatureException("the signer's certificate cannot be read", e);
        }
        if (!CertificateChain.isIssuedBy(certificate, authority)) {
            throw new SignatureException("the signer's certificate is not of this cluster's authority");
        }
        if (Holder.of(certificate)
                .filter(holder -> holder.role() == Role.SIGNER)
                .isEmpty()) {
            throw new SignatureException(
                    "the certificate is not one of a signer: " + certificate.getSubjectX500Principal());
        }
        return certificate;
    }

    private static byte[] decode(String what, String text) throws SignatureException {
        if (text.length() > MAX_LENGTH) {
            throw new SignatureException("the " + what + " is longer than " + MAX_LENGTH + " characters");
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new SignatureException("the " + what + " is not base64", e);
        }
    }
}
