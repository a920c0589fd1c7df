package dev.sluice.jms;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * The frame of a {@link Gap}, among those of {@link AccessRecordCodec}: its payload starts with 0, which is no version of a
 * record. A reader that does not know it takes it for one damaged record. Stateless.
 */
public final class GapCodec {
    private static final byte MARK = 0;
    static final int LENGTH = 1 + 1 + 1 + 8 + 8 + 12 + 12;

    /** Writes one frame at the buffer's position. */
    public static void write(Gap gap, ByteBuffer target) {
        AccessRecordCodec.frame(target, payload -> {
            payload.put(MARK).put((byte) gap.of().ordinal()).put((byte)
                    gap.cause().ordinal());
            payload.putLong(gap.records()).putLong(gap.total());
            write(gap.since(), payload);
            write(gap.until(), payload);
        });
    }

    private static void write(Instant time, ByteBuffer payload) {
        payload.putLong(time.getEpochSecond()).putInt(time.getNano());
    }

    /** Whether the frame at the offset, if it is whole and undamaged, is a gap. */
    public static boolean isGap(ByteBuffer frames, int offset) {
        int mark = offset + AccessRecordCodec.HEADER;
        return mark < frames.limit() && frames.get(mark) == MARK;
    }

    /** Reads the frame at the buffer's position and moves past it. @throws MalformedMessageException when it is no gap */
    public static Gap read(ByteBuffer source) throws MalformedMessageException {
        int length = AccessRecordCodec.frameLength(source);
        ByteBuffer payload =
                source.slice(source.position() + AccessRecordCodec.HEADER, length - AccessRecordCodec.HEADER);
        if (payload.remaining() < LENGTH || payload.get() != MARK) {
            throw new MalformedMessageException("the frame is no gap");
        }
        RecordClass of = constant(RecordClass.values(), payload.get(), "class");
        Gap.Cause cause = constant(Gap.Cause.values(), payload.get(), "cause");
        Gap gap = new Gap(
                of, cause, count(payload), count(payload), RecordView.readTime(payload), RecordView.readTime(payload));
        source.position(source.position() + length);
        return gap;
    }

    private static long count(ByteBuffer payload) throws MalformedMessageException {
        long count = payload.getLong();
        if (count < 0) {
            throw new MalformedMessageException("records: must be 0 or more");
        }
        return count;
    }

    private static <T> T constant(T[] known, byte code, String field) throws MalformedMessageException {
        if (code < 0 || code >= known.length) {
            throw new MalformedMessageException(field + ": " + code + " is not known");
        }
        return known[code];
    }

    private GapCodec() {}
}
