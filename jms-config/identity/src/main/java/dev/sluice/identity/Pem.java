package dev.sluice.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** The forms in which people and tools pass certificates and requests on. */
final class Pem {
    static final String CERTIFICATE = "CERTIFICATE";
    static final String REQUEST = "CERTIFICATE REQUEST";

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    static byte[] certificate(X509Certificate certificate) {
        return text(CERTIFICATE, der(certificate)).getBytes(StandardCharsets.US_ASCII);
    }

    /** RFC 7468. */
    static String text(String label, byte[] der) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, LINES.encodeToString(der), label);
    }

    /**
     * The DER forms of all blocks with this label, in their order; text between blocks is passed over.
     *
     * @throws IllegalArgumentException for a block without an end, or one that is not base64
     */
    static List<byte[]> blocks(String label, String text) {
        var begin = "-----BEGIN %s-----".formatted(label);
        var end = "-----END %s-----".formatted(label);
        var blocks = new ArrayList<byte[]>();
        for (var at = text.indexOf(begin); at >= 0; at = text.indexOf(begin, at)) {
            var from = at + begin.length();
            at = text.indexOf(end, from);
            if (at < 0) {
                throw new IllegalArgumentException("a PEM block without an end");
            }
            blocks.add(Base64.getDecoder().decode(text.substring(from, at).replaceAll("\\s", "")));
        }
        return blocks;
    }

    /** SHA-256 over the DER form, lower-case hex. */
    static String fingerprint(X509Certificate certificate) {
        return sha256(der(certificate));
    }

    static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private Pem() {}
}
