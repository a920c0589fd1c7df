package dev.sluice.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.x500.X500Principal;

/**
 * The cluster's own certificate authority (ECDSA P-256), kept in a folder that only its owner can read. Every identity
 * is a PKCS#12 file with key and chain, written to a temporary name and moved into place. Once open, thread-safe.
 */
public final class ClusterCa {
    /** What a certificate is for; it stands in its OU, and the broker gives rights by it. */
    public enum Role {
        PORTAL,
        BROKER,
        MASTER,
        SLAVE,
        /** Signs policies and opens no connection; see {@link PolicySigner}. */
        SIGNER;

        private final String word = name().toLowerCase(Locale.ROOT);

        boolean serves() {
            return this == PORTAL || this == BROKER;
        }

        boolean calls() {
            return this == BROKER || this == MASTER || this == SLAVE;
        }

        /** As it stands in the OU. */
        public String word() {
            return word;
        }
    }

    /** What a name may be: letters, digits, dots, underscores and hyphens, at most 64. */
    static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    private static final Pattern A_NAME = Pattern.compile(NAME);
    private static final Duration ONE_YEAR = Duration.ofDays(365);

    private final CertificateFactory factory;
    private final PrivateKey key;
    private final X509Certificate certificate;

    private ClusterCa(CertificateFactory factory, PrivateKey key, X509Certificate certificate) {
        this.factory = factory;
        this.key = key;
        this.certificate = certificate;
    }

    /**
     * Opens {@code ca.p12} in the folder with the password, or makes a new authority there. Also writes {@code ca.crt}
     * (PEM).
     *
     * @throws IOException for a wrong password, a damaged file, or a {@code ca.crt} whose {@code ca.p12} is gone; the
     *     message names the file and the way out
     */
    public static ClusterCa openOrCreate(Path folder, char[] password) throws IOException {
        return openOrCreate(folder, password, Clock.systemUTC());
    }

    static ClusterCa openOrCreate(Path folder, char[] password, Clock clock) throws IOException {
        var pkcs12 = folder.resolve("ca.p12");
        var pem = folder.resolve("ca.crt");
        var factory = new CertificateFactory(clock);
        PrivateFiles.ownFolder(folder);
        var ca = Files.exists(pkcs12) ? open(factory, pkcs12, password) : create(factory, pkcs12, pem, password);
        if (!Files.exists(pem)) {
            PrivateFiles.write(pem, Pem.certificate(ca.certificate));
        }
        return ca;
    }

    /**
     * Opens the authority in this file and writes nothing.
     *
     * @throws IOException for a file that is not there or damaged, or a wrong password; the message names the file
     */
    public static ClusterCa open(Path pkcs12, char[] password) throws IOException {
        return open(new CertificateFactory(Clock.systemUTC()), pkcs12, password);
    }

    private static ClusterCa open(CertificateFactory factory, Path pkcs12, char[] password) throws IOException {
        var entry = Pkcs12.readKey(pkcs12, password);
        return new ClusterCa(factory, entry.key(), entry.certificate());
    }

    private static ClusterCa create(CertificateFactory factory, Path pkcs12, Path pem, char[] password)
            throws IOException {
        if (Files.exists(pem)) {
            throw new IOException(
                    "%s is here but its key %s is gone: restore it from a backup, or remove %s to start a new authority"
                            .formatted(pem, pkcs12.getFileName(), pem.getFileName()));
        }
        KeyPair keys = CertificateFactory.newKeys();
        var certificate = factory.authority(keys);
        PrivateFiles.write(pkcs12, Pkcs12.keyStore(keys.getPrivate(), password, certificate));
        return new ClusterCa(factory, keys.getPrivate(), certificate);
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** SHA-256 over the certificate's DER form, lower-case hex. */
    public String fingerprint() {
        return Pem.fingerprint(certificate);
    }

    /**
     * A secret of the cluster, the same at every call and in every process that opens this authority: an HMAC-SHA-256 over the
     * purpose with the authority's private key. It tells nothing of that key, nor of the secret for another purpose.
     */
    public byte[] secretFor(String purpose) {
        try {
            byte[] scalar = ((ECPrivateKey) key).getS().toByteArray();
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(scalar, "HmacSHA256"));
            return mac.doFinal(("sluice " + purpose).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", e);
        }
    }

    /**
     * Issues a key and certificate with subject {@code CN=name, OU=role in lower case, O=Sluice}, alias {@code sluice},
     * good for one year. Replaces the file. Servers get their names as subject alternative names.
     *
     * @param name letters, digits, dots, underscores and hyphens, at most 64
     * @param alternativeNames DNS names and IP addresses; a server needs at least one
     */
    public void issue(Role role, String name, List<String> alternativeNames, Path pkcs12, char[] password)
            throws IOException {
        var subject = subject(role, name);
        if (role == Role.SIGNER) {
            throw new IllegalArgumentException("a signer's key is never written to a file");
        }
        if (role.serves() && alternativeNames.isEmpty()) {
            throw new IllegalArgumentException("a server needs an alternative name: " + name);
        }
        KeyPair keys = CertificateFactory.newKeys();
        var issued = certify(keys.getPublic(), subject, role, alternativeNames, ONE_YEAR);
        PrivateFiles.write(pkcs12, Pkcs12.keyStore(keys.getPrivate(), password, issued, certificate));
    }

    /**
     * Signs a certificate for the key of a request. Of the request only the key counts; the names are the caller's.
     *
     * @param role one that opens connections and serves nobody
     * @param life how long it is good from now; never longer than the authority itself
     */
    public X509Certificate sign(Role role, String name, Pkcs10 request, Duration life) {
        if (role != Role.MASTER && role != Role.SLAVE) {
            throw new IllegalArgumentException("nobody requests a certificate of a " + role);
        }
        return certify(request.key(), subject(role, name), role, List.of(), life);
    }

    /** For a key that is in this process and stays there. */
    X509Certificate certifySigner(PublicKey signerKey, String name) {
        return certify(signerKey, subject(Role.SIGNER, name), Role.SIGNER, List.of(), ONE_YEAR);
    }

    private X509Certificate certify(
            PublicKey holderKey, X500Principal subject, Role role, List<String> alternativeNames, Duration life) {
        return factory.identity(key, certificate, holderKey, subject, role, alternativeNames, life);
    }

    /** The subject that {@link #issue} writes; its text form is {@code CN=name, OU=role, O=Sluice}. */
    public static X500Principal subject(Role role, String name) {
        if (!A_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name for a certificate: " + name);
        }
        return new X500Principal("CN=%s, OU=%s, O=Sluice".formatted(name, role.word()));
    }

    /** Writes a PKCS#12 trust store that holds only this authority. */
    public void writeTrustStore(Path pkcs12, char[] password) throws IOException {
        TrustStore.write(pkcs12, password, certificate);
    }
}
