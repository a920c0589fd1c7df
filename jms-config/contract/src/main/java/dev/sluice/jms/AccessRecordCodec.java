package dev.sluice.jms;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The binary frame of an access record, the same on the slave's disk and on the wire, big-endian:
 * {@code u32 payload length, u32 CRC-32C of the payload, payload}. The payload starts with a version byte; fields are
 * only added at its end, so that an older reader skips what it does not know. Stateless. Buffers must be big-endian,
 * as they are unless told otherwise.
 */
public final class AccessRecordCodec {
    /** No frame is longer than this; each text in a record has a limit (path 8 KB, user agent 2 KB) and is cut to it. */
    public static final int MAX_FRAME = 16 * 1024;

    static final int HEADER = 2 * Integer.BYTES;
    private static final int MIN_FRAME = HEADER + GapCodec.LENGTH;

    /** Writes one frame at the buffer's position. The buffer needs {@link #MAX_FRAME} bytes left. */
    public static void write(AccessRecord record, ByteBuffer target) {
        frame(target, payload -> RecordPayload.write(record, payload));
    }

    /** Writes the frame of an audited record; readers that do not know the difference see none. */
    public static void writeAudited(AccessRecord record, ByteBuffer target) {
        frame(target, payload -> RecordPayload.writeAudited(record, payload));
    }

    static void frame(ByteBuffer target, Consumer<ByteBuffer> content) {
        int start = target.position();
        target.position(start + HEADER);
        content.accept(target);
        int length = target.position() - start - HEADER;
        target.putInt(start, length);
        target.putInt(start + Integer.BYTES, checksum(target, start + HEADER, length));
    }

    /** Reads the frame at the buffer's position and moves past it. @throws MalformedMessageException for a torn or damaged frame */
    public static AccessRecord read(ByteBuffer source) throws MalformedMessageException {
        RecordView view = new RecordView();
        read(source, view);
        return view.record();
    }

    /**
     * As {@link #read(ByteBuffer)}, for who reads many and needs no objects of them.
     *
     * @param view looks at the record afterwards, in the source's own array where it has one
     */
    public static void read(ByteBuffer source, RecordView view) throws MalformedMessageException {
        int length = frameLength(source);
        view.read(payload(source, length));
        source.position(source.position() + length);
    }

    /** The class of the record at the buffer's position; moves past it. @throws MalformedMessageException for a torn or damaged frame */
    public static RecordClass readClass(ByteBuffer source) throws MalformedMessageException {
        RecordView view = new RecordView();
        read(source, view);
        return view.isAudited() ? RecordClass.AUDITED : RecordClass.of(view.record());
    }

    /**
     * Checks the frame at the buffer's position without decoding it or moving, and gives its length with the header.
     *
     * @throws MalformedMessageException for a torn or damaged frame
     */
    public static int frameLength(ByteBuffer source) throws MalformedMessageException {
        if (source.remaining() < MIN_FRAME) {
            throw new MalformedMessageException("torn record frame: " + source.remaining() + " bytes left");
        }
        int start = source.position();
        int length = source.getInt(start);
        if (length < MIN_FRAME - HEADER || length > MAX_FRAME - HEADER) {
            throw new MalformedMessageException("damaged record frame: it claims " + length + " bytes");
        }
        if (length > source.remaining() - HEADER) {
            throw new MalformedMessageException(
                    "torn record frame: " + source.remaining() + " of " + (length + HEADER) + " bytes");
        }
        if (source.getInt(start + Integer.BYTES) != checksum(source, start + HEADER, length)) {
            throw new MalformedMessageException("damaged record frame: its checksum does not match");
        }
        return length + HEADER;
    }

    /** Checks frames without decoding them and moves past them. @throws MalformedMessageException for a torn or damaged frame */
    public static void skip(ByteBuffer source, int frames) throws MalformedMessageException {
        for (int i = 0; i < frames; i++) {
            source.position(source.position() + frameLength(source));
        }
    }

    /** Checks that a batch holds exactly the frames that it claims, each whole, without decoding or moving them. */
    public static void check(RecordBatch batch) throws MalformedMessageException {
        ByteBuffer frames = frames(batch);
        skip(frames, batch.count());
        checkEnd(frames);
    }

    /** Reads all records of a batch, in order, its gaps left out; the batch's buffer stays where it is. */
    public static List<AccessRecord> readAll(RecordBatch batch) throws MalformedMessageException {
        return readFrom(batch, batch.first());
    }

    /**
     * Reads the records of a batch from a sequence on, gaps left out; the ones before it are checked and skipped.
     *
     * @param next from the batch's first sequence to the one after its last
     */
    public static List<AccessRecord> readFrom(RecordBatch batch, long next) throws MalformedMessageException {
        ByteBuffer frames = frames(batch);
        int skipped = (int) Math.max(0, Math.min(batch.count(), next - batch.first()));
        skip(frames, skipped);
        List<AccessRecord> records = new ArrayList<>(batch.count() - skipped);
        for (int i = skipped; i < batch.count(); i++) {
            if (GapCodec.isGap(frames, frames.position())) {
                skip(frames, 1);
            } else {
                records.add(read(frames));
            }
        }
        checkEnd(frames);
        return records;
    }

    private static ByteBuffer frames(RecordBatch batch) throws MalformedMessageException {
        int most = batch.frames().remaining() / MIN_FRAME;
        if (batch.count() < 0 || batch.count() > most) {
            throw new MalformedMessageException("count: " + batch.count() + " records cannot be in "
                    + batch.frames().remaining() + " bytes");
        }
        if (batch.first() < 0 || batch.boot() < 0) {
            throw new MalformedMessageException("first, boot: must be 0 or more");
        }
        return batch.frames().duplicate();
    }

    private static void checkEnd(ByteBuffer frames) throws MalformedMessageException {
        if (frames.hasRemaining()) {
            throw new MalformedMessageException("count: " + frames.remaining() + " bytes follow the last record");
        }
    }

    /** The payload of the checked frame at the source's position, backed by an array; copied at most once. */
    private static ByteBuffer payload(ByteBuffer source, int frameLength) {
        int size = frameLength - HEADER;
        if (source.hasArray()) {
            return source.slice(source.position() + HEADER, size);
        }
        byte[] copy = new byte[size];
        source.get(source.position() + HEADER, copy);
        return ByteBuffer.wrap(copy);
    }

    private static int checksum(ByteBuffer buffer, int start, int length) {
        int position = buffer.position();
        int limit = buffer.limit();
        CRC32C crc = new CRC32C();
        crc.update(buffer.limit(start + length).position(start));
        buffer.limit(limit).position(position);
        return (int) crc.getValue();
    }

    private AccessRecordCodec() {}
}
