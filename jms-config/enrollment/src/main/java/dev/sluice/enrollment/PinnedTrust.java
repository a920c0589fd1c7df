package dev.sluice.enrollment;

import dev.sluice.identity.CertificateChain;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes a server that shows a certificate for its host name, issued by an authority with one fingerprint, and the
 * authority itself. Needs no trust store: the fingerprint came another way.
 */
public final class PinnedTrust extends X509ExtendedTrustManager {
    private static final X509Certificate[] NONE = {};

    private final String fingerprint;

    private PinnedTrust(String fingerprint) {
        this.fingerprint = fingerprint;
    }

    /** @param fingerprint SHA-256 of the authority's certificate in DER form, lower-case hex */
    public static SSLContext context(String fingerprint) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new PinnedTrust(fingerprint)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        requireHostName(engine.getSSLParameters());
        platform(authority(chain)).checkServerTrusted(chain, authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        requireHostName(((SSLSocket) socket).getSSLParameters());
        platform(authority(chain)).checkServerTrusted(chain, authType, socket);
    }

    /** The platform compares the host name, but only if the connection was set up to ask for it. */
    private static void requireHostName(SSLParameters parameters) throws CertificateException {
        if (!"HTTPS".equals(parameters.getEndpointIdentificationAlgorithm())) {
            throw new CertificateException("the connection does not ask for the server's name to be checked");
        }
    }

    private X509Certificate authority(X509Certificate[] chain) throws CertificateException {
        for (var certificate : chain) {
            if (CertificateChain.fingerprint(certificate).equals(fingerprint)) {
                return certificate;
            }
        }
        throw new CertificateException(
                "the server shows a certificate of another authority than the one that the activation key names: "
                        + chain[0].getIssuerX500Principal());
    }

    /** How the JDK checks a chain: signatures, dates, purposes and, if asked for, the name. */
    private static X509ExtendedTrustManager platform(X509Certificate authority) throws CertificateException {
        try {
            var trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", authority);
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(trusted);
            return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new CertificateException("the server's authority cannot be used", e);
        }
    }

    /** Without the connection there is no host name to check. */
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("the server's name cannot be checked");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this side serves nobody");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return NONE;
    }
}
