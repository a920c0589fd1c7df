package dev.sluice.identity;

import dev.sluice.identity.ClusterCa.Role;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

/** Makes keys and signs certificates (RFC 5280): an authority for ten years, identities for as long as asked. */
final class CertificateFactory {
    private static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3652);
    /** A server whose clock is behind by less than this accepts a new certificate at once. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);
    /** The same for nodes, whose clocks nobody may have set: they check the authority's and servers' certificates. */
    private static final Duration TOLERANCE_OF_NODES = Duration.ofDays(1);

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    CertificateFactory(Clock clock) {
        this.clock = clock;
    }

    /** A P-256 pair. */
    static KeyPair newKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    /** A self-signed authority; a part of its name is random, so that people can tell two clusters apart. */
    X509Certificate authority(KeyPair keys) throws IOException {
        var mark = new byte[4];
        random.nextBytes(mark);
        var name = new X500Principal(
                "CN=Sluice CA %s, O=Sluice".formatted(HexFormat.of().formatHex(mark)));
        var builder = builder(
                name,
                name,
                keys.getPublic(),
                TOLERANCE_OF_NODES,
                clock.instant().plus(AUTHORITY_VALIDITY));
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, identifiers().createSubjectKeyIdentifier(keys.getPublic()));
        return sign(builder, keys.getPrivate());
    }

    X509Certificate identity(
            PrivateKey issuerKey,
            X509Certificate issuer,
            PublicKey key,
            X500Principal subject,
            Role role,
            List<String> alternativeNames,
            Duration life) {
        try {
            var tolerance = role.serves() ? TOLERANCE_OF_NODES : CLOCK_TOLERANCE;
            var builder = builder(issuer.getSubjectX500Principal(), subject, key, tolerance, end(life, issuer));
            addExtensions(builder, issuer, key, role, alternativeNames);
            return sign(builder, issuerKey);
        } catch (CertIOException e) {
            throw new IllegalStateException("these extensions have a DER form", e);
        }
    }

    /** Signed by its own key: a key store holds no key without a certificate. */
    static X509Certificate placeholder(X500Principal subject, KeyPair keys) {
        var builder = new JcaX509v3CertificateBuilder(
                subject, BigInteger.ONE, new Date(0), new Date(0), subject, keys.getPublic());
        return sign(builder, keys.getPrivate());
    }

    private Instant end(Duration life, X509Certificate issuer) {
        var end = clock.instant().plus(life);
        var issuersEnd = issuer.getNotAfter().toInstant();
        return end.isBefore(issuersEnd) ? end : issuersEnd;
    }

    private static void addExtensions(
            X509v3CertificateBuilder builder,
            X509Certificate issuer,
            PublicKey key,
            Role role,
            List<String> alternativeNames)
            throws CertIOException {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes(role)));
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, identifiers().createSubjectKeyIdentifier(key));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                identifiers().createAuthorityKeyIdentifier(issuer.getPublicKey()));
        if (!alternativeNames.isEmpty()) {
            builder.addExtension(Extension.subjectAlternativeName, false, names(alternativeNames));
        }
    }

    private X509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, PublicKey key, Duration tolerance, Instant end) {
        var start = clock.instant().minus(tolerance);
        var serial = new BigInteger(126, random).setBit(126);
        return new JcaX509v3CertificateBuilder(issuer, serial, Date.from(start), Date.from(end), subject, key);
    }

    private static KeyPurposeId[] purposes(Role role) {
        var purposes = new ArrayList<KeyPurposeId>();
        if (role.serves()) {
            purposes.add(KeyPurposeId.id_kp_serverAuth);
        }
        if (role.calls()) {
            purposes.add(KeyPurposeId.id_kp_clientAuth);
        }
        if (role == Role.SIGNER) {
            // A certificate without a purpose would be good for TLS too.
            purposes.add(KeyPurposeId.id_kp_codeSigning);
        }
        return purposes.toArray(KeyPurposeId[]::new);
    }

    private static GeneralNames names(List<String> names) {
        return new GeneralNames(names.stream()
                .map(name ->
                        new GeneralName(IPAddress.isValid(name) ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }

    private static JcaX509ExtensionUtils identifiers() {
        try {
            return new JcaX509ExtensionUtils();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey issuerKey) {
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKey);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("every JDK signs with ECDSA", e);
        }
    }
}
