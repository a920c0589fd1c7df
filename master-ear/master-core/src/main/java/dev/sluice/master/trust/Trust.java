package dev.sluice.master.trust;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Trust in the certificates of a file, and in no others. */
public final class Trust {
    /**
     * Reads PEM certificates.
     *
     * @param key the setting that names the file
     * @throws IllegalArgumentException with one line that names the key when there are none
     */
    public static SSLContext in(Path file, String key) {
        return in(file, key, new KeyManager[0]);
    }

    /** As above; whoever asks who we are is shown one of our own certificates. */
    public static SSLContext in(Path file, String key, KeyManager[] own) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw new GeneralSecurityException("no certificate is in it");
            }
            return trusting(certificates, own);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "Setting " + key + ", " + file + ", holds no usable certificates: " + e.getMessage(), e);
        }
    }

    private static SSLContext trusting(Collection<? extends Certificate> certificates, KeyManager[] own)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("authority-" + store.size(), certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own, trust.getTrustManagers(), null);
        return context;
    }

    private Trust() {}
}
