package dev.sluice.identity;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/**
 * A request for a certificate (RFC 2986) whose sender has shown that it holds the private key. Immutable.
 *
 * @see ClusterCa#sign
 */
public final class Pkcs10 {
    /** Far above what a request for an EC key needs. */
    private static final int MAX_LENGTH = 8 * 1024;

    private static final Set<ASN1Encodable> CURVES =
            Set.of(SECObjectIdentifiers.secp256r1, SECObjectIdentifiers.secp384r1);

    private final PKCS10CertificationRequest request;
    private final PublicKey key;

    private Pkcs10(PKCS10CertificationRequest request, PublicKey key) {
        this.request = request;
        this.key = key;
    }

    /** Asks in this name for a certificate of the pair's public key. */
    static Pkcs10 of(X500Principal subject, KeyPair keys) {
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
            var request = new JcaPKCS10CertificationRequestBuilder(subject, keys.getPublic()).build(signer);
            return new Pkcs10(request, keys.getPublic());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("every JDK signs with ECDSA", e);
        }
    }

    /**
     * Reads one request and checks it.
     *
     * @throws GeneralSecurityException when it is no request, its key is not one of P-256 or P-384, or its own signature
     *     is wrong; the message says which
     */
    public static Pkcs10 parse(String pem) throws GeneralSecurityException {
        var request = read(pem);
        var key = keyOf(request.getSubjectPublicKeyInfo());
        try {
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new SignatureException("the request is not signed with the key it is for");
            }
        } catch (OperatorCreationException | PKCSException | RuntimeException e) {
            throw new SignatureException("the signature of the request cannot be checked", e);
        }
        return new Pkcs10(request, key);
    }

    private static PKCS10CertificationRequest read(String pem) throws GeneralSecurityException {
        if (pem.length() > MAX_LENGTH) {
            throw new GeneralSecurityException("the certificate request is longer than " + MAX_LENGTH + " characters");
        }
        try {
            var blocks = Pem.blocks(Pem.REQUEST, pem);
            if (blocks.size() == 1) {
                return new PKCS10CertificationRequest(blocks.get(0));
            }
        } catch (IOException | RuntimeException e) {
            throw new GeneralSecurityException("the certificate request cannot be read", e);
        }
        throw new GeneralSecurityException("not one certificate request in PEM form");
    }

    private static PublicKey keyOf(SubjectPublicKeyInfo info) throws GeneralSecurityException {
        var algorithm = info.getAlgorithm();
        if (!X9ObjectIdentifiers.id_ecPublicKey.equals(algorithm.getAlgorithm())
                || !CURVES.contains(algorithm.getParameters())) {
            throw new InvalidKeyException("the key must be an EC key on P-256 or P-384");
        }
        try {
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(info.getEncoded()));
        } catch (IOException | RuntimeException e) {
            throw new InvalidKeyException("the key cannot be read", e);
        }
    }

    public String pem() {
        try {
            return Pem.text(Pem.REQUEST, request.getEncoded());
        } catch (IOException e) {
            throw new IllegalStateException("a request that was read or made has a DER form", e);
        }
    }

    PublicKey key() {
        return key;
    }

    /** SHA-256 over the public key, lower-case hex: the same for every request with this key. */
    public String keyFingerprint() {
        return Pem.sha256(key.getEncoded());
    }

    @Override
    public String toString() {
        return "Pkcs10[key " + keyFingerprint() + "]";
    }
}
