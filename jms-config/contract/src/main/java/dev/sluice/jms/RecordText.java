package dev.sluice.jms;

import java.nio.ByteBuffer;

/** Writes texts within a record frame: an unsigned 16-bit length in bytes, then UTF-8. */
final class RecordText {
    /**
     * Writes a text of at most {@code maxBytes} bytes, cut before the first code point that does not fit. NUL, which
     * the database cannot store, and lone surrogates become question marks.
     */
    static void write(String text, int maxBytes, ByteBuffer target) {
        int lengthAt = target.position();
        int start = lengthAt + Short.BYTES;
        int length = text.length();
        int at = start;
        int end = start + maxBytes;
        int i = 0;
        for (; i < length && at < end; i++, at++) {
            char c = text.charAt(i);
            if (c >= 0x80 || c == 0) {
                break;
            }
            target.put(at, (byte) c);
        }
        if (i < length && at < end) {
            at = writeRest(text, i, target, at, end);
        }
        target.putShort(lengthAt, (short) (at - start));
        target.position(at);
    }

    private static int writeRest(String text, int from, ByteBuffer target, int start, int end) {
        int at = start;
        int i = from;
        while (i < text.length()) {
            int codePoint = storable(text.codePointAt(i));
            int size = size(codePoint);
            if (at + size > end) {
                break;
            }
            put(codePoint, size, target, at);
            at += size;
            i += Character.charCount(codePoint);
        }
        return at;
    }

    private static int storable(int codePoint) {
        boolean surrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
        return codePoint == 0 || surrogate ? '?' : codePoint;
    }

    private static int size(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }

    private static void put(int codePoint, int size, ByteBuffer target, int at) {
        if (size == 1) {
            target.put(at, (byte) codePoint);
            return;
        }
        int rest = codePoint;
        for (int i = size - 1; i > 0; i--) {
            target.put(at + i, (byte) (0x80 | (rest & 0x3f)));
            rest >>>= 6;
        }
        target.put(at, (byte) ((0xf00 >>> size) | rest));
    }

    private RecordText() {}
}
