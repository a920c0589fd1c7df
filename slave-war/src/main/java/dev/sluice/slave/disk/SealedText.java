package dev.sluice.slave.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A text behind a line with its kind and its SHA-256, so that damage is seen when it is read. */
public final class SealedText {
    /** @param kind one line's worth, such as {@code sluice-policy 1} */
    public static byte[] seal(String kind, String text) {
        return (head(kind) + sha256(text) + "\n" + text).getBytes(UTF_8);
    }

    /** @throws IOException when it is of another kind, or damaged */
    public static String open(String kind, byte[] content) throws IOException {
        String all = new String(content, UTF_8);
        int lineEnd = all.indexOf('\n');
        if (lineEnd < 0 || !all.startsWith(head(kind))) {
            throw new IOException("its first line is not that of a " + kind);
        }
        String text = all.substring(lineEnd + 1);
        if (!all.substring(head(kind).length(), lineEnd).equals(sha256(text))) {
            throw new IOException("its checksum does not fit its content");
        }
        return text;
    }

    private static String head(String kind) {
        return kind + " sha256=";
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private SealedText() {}
}
