package dev.sluice.slave.report;

import dev.sluice.jms.AccessRecordCodec;
import dev.sluice.jms.MalformedMessageException;
import java.nio.ByteBuffer;

/** Walks over record frames without reading the records: length, CRC-32C, payload, as {@link AccessRecordCodec} writes. */
final class Frames {
    private static final int HEAD = 8;

    /** The length of the whole and undamaged frame at the offset, or 0 when there is none. */
    static int soundLength(ByteBuffer bytes, int offset) {
        if (claimedLength(bytes, offset) == 0) {
            return 0;
        }
        try {
            return AccessRecordCodec.frameLength(bytes.duplicate().position(offset));
        } catch (MalformedMessageException e) {
            return 0;
        }
    }

    /** The length that the frame at the offset says it has, damaged or not, or 0 when it cannot be. */
    static int claimedLength(ByteBuffer bytes, int offset) {
        if (bytes.limit() - offset <= HEAD) {
            return 0;
        }
        long length = Integer.toUnsignedLong(bytes.getInt(offset)) + HEAD;
        boolean possible = length > HEAD && length <= AccessRecordCodec.MAX_FRAME && offset + length <= bytes.limit();
        return possible ? (int) length : 0;
    }

    private Frames() {}
}
