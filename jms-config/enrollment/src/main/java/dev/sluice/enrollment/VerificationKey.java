package dev.sluice.enrollment;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a master keeps of an activation key's secret: enough to check a proof, and no way back to the secret. Who reads it
 * can make proofs too, so it is a secret of its own. Immutable.
 */
public final class VerificationKey {
    private static final byte[] LABEL = "sluice enrollment\n".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;

    private VerificationKey(byte[] key) {
        this.key = key;
    }

    static VerificationKey of(byte[] secret) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(LABEL);
            return new VerificationKey(digest.digest(secret));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Reads what {@link #hex} wrote. */
    public static VerificationKey ofHex(String hex) {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("a verification key has 64 hexadecimal digits");
        }
        return new VerificationKey(HexFormat.of().parseHex(hex));
    }

    /** The form in which it is kept. */
    public String hex() {
        return HexFormat.of().formatHex(key);
    }

    /** HMAC-SHA256 (RFC 2104) over the content, lower-case hex. */
    String proof(byte[] content) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(content));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }

    /** Whether the request was made by one who knows the secret, as it is. Takes the same time for every wrong proof. */
    public boolean proves(EnrollmentRequest request) {
        var expected = proof(request.provenBytes()).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, request.proof().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "VerificationKey[hidden]";
    }
}
