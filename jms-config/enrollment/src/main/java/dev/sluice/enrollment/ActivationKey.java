package dev.sluice.enrollment;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What lets a node join: {@code id.secret.fingerprint}. The id is public, the secret proves that the node may join, and
 * the fingerprint (SHA-256 of the cluster authority's certificate, hex) tells the node whom to believe. Immutable.
 */
public final class ActivationKey {
    private static final int ID_BYTES = 5;
    private static final int SECRET_BYTES = 20;
    private static final Pattern ID = Pattern.compile("[a-z2-7]{8}");
    private static final Pattern SECRET = Pattern.compile("[a-z2-7]{32}");
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String id;
    private final String secret;
    private final String fingerprint;

    private ActivationKey(String id, String secret, String fingerprint) {
        this.id = id;
        this.secret = secret;
        this.fingerprint = fingerprint;
    }

    /** Makes a key with a secret of 160 bits for the cluster with this authority. */
    public static ActivationKey create(String authorityFingerprint) {
        if (!FINGERPRINT.matcher(authorityFingerprint).matches()) {
            throw new IllegalArgumentException("not a fingerprint: " + authorityFingerprint);
        }
        return new ActivationKey(random(ID_BYTES), random(SECRET_BYTES), authorityFingerprint);
    }

    private static String random(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return Base32.encode(bytes);
    }

    /**
     * Reads a key as a person typed or pasted it; capital letters and space around it do not matter.
     *
     * @throws IllegalArgumentException that names the part that is wrong and never shows the secret
     */
    public static ActivationKey parse(String text) {
        var parts = text.strip().toLowerCase(Locale.ROOT).split("\\.", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "an activation key has three parts, id.secret.fingerprint; this one has " + parts.length);
        }
        check("id", parts[0], ID, "8 letters a-z or digits 2-7");
        check("secret", parts[1], SECRET, "32 letters a-z or digits 2-7");
        check("fingerprint", parts[2], FINGERPRINT, "64 hexadecimal digits");
        return new ActivationKey(parts[0], parts[1], parts[2]);
    }

    private static void check(String name, String part, Pattern form, String wanted) {
        if (!form.matcher(part).matches()) {
            throw new IllegalArgumentException("the %s of the activation key must be %s; this one has %d characters"
                    .formatted(name, wanted, part.length()));
        }
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    public String id() {
        return id;
    }

    /** SHA-256 of the authority's certificate in DER form, lower-case hex. */
    public String fingerprint() {
        return fingerprint;
    }

    /** What the master keeps of the secret. */
    public VerificationKey verificationKey() {
        return VerificationKey.of(Base32.decode(secret));
    }

    /** The whole key, for the one who may join with it. */
    public String text() {
        return id + "." + secret + "." + fingerprint;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "ActivationKey[" + id + "]";
    }
}
