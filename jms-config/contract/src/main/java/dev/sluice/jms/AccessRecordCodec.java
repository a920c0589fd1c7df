package dev.sluice.jms;

import java.nio.ByteBuffer;

/**
 * The binary frame of an access record, the same on the slave's disk and on the wire, big-endian:
 * {@code u32 payload length, u32 CRC-32C of the payload, payload}. The payload starts with a version byte; fields are
 * only added at its end, so that an older reader skips what it does not know. Stateless.
 */
public final class AccessRecordCodec {
    /** No frame is longer than this; longer texts in a record are cut, path and user agent first. */
    public static final int MAX_FRAME = 16 * 1024;

    /** Writes one frame at the buffer's position. The buffer needs {@link #MAX_FRAME} bytes left. */
    public static void write(AccessRecord record, ByteBuffer target) {
        throw new UnsupportedOperationException(record + " " + target);
    }

    /** Reads the frame at the buffer's position and moves past it. @throws MalformedMessageException for a torn or damaged frame */
    public static AccessRecord read(ByteBuffer source) throws MalformedMessageException {
        throw new UnsupportedOperationException(source.toString());
    }

    private AccessRecordCodec() {}
}
