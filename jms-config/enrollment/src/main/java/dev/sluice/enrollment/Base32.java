package dev.sluice.enrollment;

/** RFC 4648 section 6 in lower case, for whole groups of five bytes, so that there is no padding. */
final class Base32 {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int BITS = 5;

    static String encode(byte[] bytes) {
        var text = new StringBuilder(bytes.length * 8 / BITS);
        for (var bit = 0; bit < bytes.length * 8; bit += BITS) {
            var value = 0;
            for (var i = bit; i < bit + BITS; i++) {
                value = value << 1 | (bytes[i / 8] >> (7 - i % 8) & 1);
            }
            text.append(ALPHABET.charAt(value));
        }
        return text.toString();
    }

    /** @param text of letters of the alphabet only */
    static byte[] decode(String text) {
        var bytes = new byte[text.length() * BITS / 8];
        for (var bit = 0; bit < bytes.length * 8; bit++) {
            var value = ALPHABET.indexOf(text.charAt(bit / BITS));
            bytes[bit / 8] |= (byte) ((value >> (BITS - 1 - bit % BITS) & 1) << (7 - bit % 8));
        }
        return bytes;
    }

    private Base32() {}
}
