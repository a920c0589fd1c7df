package dev.sluice.identity;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/**
 * A certificate and the authority that issued it; an instance holds only such a pair.
 *
 * @param leaf issued by {@code authority}
 * @param authority a certificate authority that signed itself
 */
public record CertificateChain(X509Certificate leaf, X509Certificate authority) {
    private static final int MAX_LENGTH = 32 * 1024;

    /**
     * Reads the leaf and the authority, in this order.
     *
     * @throws IOException when it is not these two, or one did not issue the other; the message says so
     */
    public static CertificateChain parse(String pem) throws IOException {
        if (pem.length() > MAX_LENGTH) {
            throw new IOException("the certificate chain is longer than " + MAX_LENGTH + " characters");
        }
        try {
            var blocks = Pem.blocks(Pem.CERTIFICATE, pem);
            if (blocks.size() == 2) {
                return of(certificate(blocks.get(0)), certificate(blocks.get(1)));
            }
        } catch (CertificateException | IllegalArgumentException e) {
            throw new IOException("the certificate chain cannot be read", e);
        }
        throw new IOException("the certificate chain must be a certificate and its authority in PEM form");
    }

    /** @throws IOException when the one did not issue the other */
    public static CertificateChain of(X509Certificate leaf, X509Certificate authority) throws IOException {
        if (authority.getBasicConstraints() < 0 || !isIssuedBy(authority, authority)) {
            throw new IOException("the second certificate of the chain is not an authority");
        }
        if (!isIssuedBy(leaf, authority)) {
            throw new IOException("the certificate was not issued by the authority beside it");
        }
        return new CertificateChain(leaf, authority);
    }

    /** Whether the authority's key signed the certificate; dates do not count. */
    static boolean isIssuedBy(X509Certificate certificate, X509Certificate authority) {
        try {
            certificate.verify(authority.getPublicKey());
            return certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static X509Certificate certificate(byte[] der) throws CertificateException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (IndexOutOfBoundsException e) { // of a damaged key of some kinds, in the JDK's reader
            throw new CertificateException("it is damaged", e);
        }
    }

    public String pem() {
        return Pem.text(Pem.CERTIFICATE, Pem.der(leaf)) + Pem.text(Pem.CERTIFICATE, Pem.der(authority));
    }

    /** SHA-256 over the authority's certificate in DER form, lower-case hex; what an activation key names. */
    public String authorityFingerprint() {
        return fingerprint(authority);
    }

    /** SHA-256 over a certificate in DER form, lower-case hex. */
    public static String fingerprint(X509Certificate certificate) {
        return Pem.fingerprint(certificate);
    }
}
