package dev.sluice.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The cluster's own certificate authority (ECDSA P-256), kept in a folder that only its owner can read. Every identity
 * is a PKCS#12 file with key and chain, written to a temporary name and moved into place. Not thread-safe.
 */
public final class ClusterCa {
    /** What a certificate is for; it stands in its OU, and the broker gives rights by it. */
    public enum Role {
        PORTAL,
        BROKER,
        MASTER,
        SLAVE
    }

    /** Opens {@code ca.p12} in the folder with the password, or makes a new authority there. Also writes {@code ca.crt} (PEM). */
    public static ClusterCa openOrCreate(Path folder, char[] password) throws IOException {
        throw new UnsupportedOperationException(folder + " " + password.length);
    }

    public X509Certificate certificate() {
        throw new UnsupportedOperationException();
    }

    /** SHA-256 over the certificate's DER form, lower-case hex. */
    public String fingerprint() {
        throw new UnsupportedOperationException();
    }

    /**
     * Issues a key and certificate with subject {@code CN=name, OU=role in lower case, O=Sluice}, alias {@code sluice}.
     * Replaces the file. Servers get their names as subject alternative names.
     */
    public void issue(Role role, String name, List<String> alternativeNames, Path pkcs12, char[] password)
            throws IOException {
        throw new UnsupportedOperationException(role + name + alternativeNames + pkcs12 + password.length);
    }

    /** Writes a PKCS#12 trust store that holds only this authority. */
    public void writeTrustStore(Path pkcs12, char[] password) throws IOException {
        throw new UnsupportedOperationException(pkcs12.toString() + password.length);
    }

    private ClusterCa() {}
}
