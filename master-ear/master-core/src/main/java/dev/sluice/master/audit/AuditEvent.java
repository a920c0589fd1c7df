package dev.sluice.master.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;

/**
 * A link of the chain.
 *
 * @param number from 1, without gaps
 * @param at exact to the microsecond
 * @param previous the hash of the event before
 * @param hash over all the others, lower-case hex
 */
public record AuditEvent(long number, Instant at, Origin origin, Change change, String previous, String hash) {
    private static final String FORM = "sluice-audit-1";

    /** The event of this content that follows the one with the hash {@code previous}. */
    static AuditEvent following(String previous, long number, Instant at, Origin origin, Change change) {
        return new AuditEvent(number, at, origin, change, previous, hash(number, at, origin, change, previous));
    }

    /** Whether the hash is that of the content. */
    boolean isGenuine() {
        return hash.equals(hash(number, at, origin, change, previous));
    }

    /**
     * SHA-256 over the name of this form, the number, the time in microseconds since 1970, and the texts; numbers as eight
     * bytes, the highest first, and each text in UTF-8 after its length in bytes, as four: two events differ in it wherever
     * they differ at all.
     */
    private static String hash(long number, Instant at, Origin origin, Change change, String previous) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            text(FORM, out);
            out.writeLong(number);
            out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, at));
            for (String text : List.of(
                    change.who(),
                    origin.address(),
                    origin.token(),
                    change.action(),
                    change.object(),
                    change.before(),
                    change.after(),
                    previous)) {
                text(text, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sha256(bytes.toByteArray());
    }

    private static void text(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This JDK has no SHA-256", e);
        }
    }
}
