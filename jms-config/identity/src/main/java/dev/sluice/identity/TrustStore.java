package dev.sluice.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;

/** A PKCS#12 file that holds the cluster's authority and nothing else. */
public final class TrustStore {
    /** Replaces the file as a whole. */
    public static void write(Path pkcs12, char[] password, X509Certificate authority) throws IOException {
        PrivateFiles.write(pkcs12, Pkcs12.trustStore(password, authority));
    }

    /** @throws IOException for a file that is not there or damaged, or a wrong password; the message names the file */
    public static X509Certificate read(Path pkcs12, char[] password) throws IOException {
        return Pkcs12.readTrusted(pkcs12, password);
    }

    private TrustStore() {}
}
