package dev.sluice.jms;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    private static final int HEADER = 2 * Integer.BYTES;
    private static final byte VERSION = 1;
    /** Version, time, duration, port, status, bytes up and down, epoch, revision. */
    private static final int NUMBERS = 1 + 8 + 4 + 8 + 4 + 4 + 4 * 8;

    private static final int TEXTS = 17;
    private static final int MIN_FRAME = HEADER + NUMBERS + TEXTS * Short.BYTES;

    private static final long MIN_SECOND = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long MAX_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private static final int WORD = 64;
    private static final int NAME = 256;
    private static final int LONG_NAME = 1024;
    private static final int PATH = 8 * 1024;
    private static final int USER_AGENT = 2 * 1024;

    /** Writes one frame at the buffer's position. The buffer needs {@link #MAX_FRAME} bytes left. */
    public static void write(AccessRecord record, ByteBuffer target) {
        int start = target.position();
        target.position(start + HEADER);
        writeNumbers(record, target);
        writeTexts(record, target);
        int length = target.position() - start - HEADER;
        target.putInt(start, length);
        target.putInt(start + Integer.BYTES, checksum(target, start + HEADER, length));
    }

    private static void writeNumbers(AccessRecord record, ByteBuffer target) {
        target.put(VERSION);
        target.putLong(record.time().getEpochSecond()).putInt(record.time().getNano());
        target.putLong(nanos(record.duration()));
        target.putInt(record.port()).putInt(record.status());
        target.putLong(record.bytesUp()).putLong(record.bytesDown());
        target.putLong(record.epoch()).putLong(record.revision());
    }

    private static void writeTexts(AccessRecord record, ByteBuffer target) {
        RecordText.write(record.client(), WORD, target);
        RecordText.write(record.user(), NAME, target);
        RecordText.write(record.method(), WORD, target);
        RecordText.write(record.scheme(), WORD, target);
        RecordText.write(record.host(), NAME, target);
        RecordText.write(record.path(), PATH, target);
        RecordText.write(record.mimeType(), NAME, target);
        RecordText.write(record.action(), WORD, target);
        RecordText.write(record.ruleId(), WORD, target);
        RecordText.write(record.ruleName(), LONG_NAME, target);
        RecordText.write(record.category(), WORD, target);
        RecordText.write(record.reason(), WORD, target);
        RecordText.write(record.tls(), WORD, target);
        RecordText.write(record.upstream(), NAME, target);
        RecordText.write(record.userAgent(), USER_AGENT, target);
        RecordText.write(record.error(), NAME, target);
        RecordText.write(record.requestId(), NAME, target);
    }

    /** Reads the frame at the buffer's position and moves past it. @throws MalformedMessageException for a torn or damaged frame */
    public static AccessRecord read(ByteBuffer source) throws MalformedMessageException {
        int length = frameLength(source);
        ByteBuffer payload = payload(source, length);
        AccessRecord record = readPayload(payload);
        source.position(source.position() + length);
        return record;
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

    /** Reads all records of a batch, in order; the batch's buffer stays where it is. */
    public static List<AccessRecord> readAll(RecordBatch batch) throws MalformedMessageException {
        return readFrom(batch, batch.first());
    }

    /**
     * Reads the records of a batch from a sequence on; the ones before it are checked and skipped.
     *
     * @param next from the batch's first sequence to the one after its last
     */
    public static List<AccessRecord> readFrom(RecordBatch batch, long next) throws MalformedMessageException {
        ByteBuffer frames = frames(batch);
        int skipped = (int) Math.max(0, Math.min(batch.count(), next - batch.first()));
        skip(frames, skipped);
        List<AccessRecord> records = new ArrayList<>(batch.count() - skipped);
        for (int i = skipped; i < batch.count(); i++) {
            records.add(read(frames));
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
            return ByteBuffer.wrap(source.array(), source.arrayOffset() + source.position() + HEADER, size);
        }
        byte[] copy = new byte[size];
        source.get(source.position() + HEADER, copy);
        return ByteBuffer.wrap(copy);
    }

    private static AccessRecord readPayload(ByteBuffer payload) throws MalformedMessageException {
        byte version = payload.get();
        if (version < VERSION) {
            throw new MalformedMessageException("version: " + version + " is not known");
        }
        Instant time = readTime(payload);
        Duration duration = Duration.ofNanos(payload.getLong());
        int port = payload.getInt();
        int status = payload.getInt();
        long bytesUp = payload.getLong();
        long bytesDown = payload.getLong();
        long epoch = payload.getLong();
        long revision = payload.getLong();
        return new AccessRecord(
                time,
                duration,
                RecordText.read(payload, "client"),
                RecordText.read(payload, "user"),
                RecordText.read(payload, "method"),
                RecordText.read(payload, "scheme"),
                RecordText.read(payload, "host"),
                port,
                RecordText.read(payload, "path"),
                status,
                bytesUp,
                bytesDown,
                RecordText.read(payload, "mimeType"),
                RecordText.read(payload, "action"),
                RecordText.read(payload, "ruleId"),
                RecordText.read(payload, "ruleName"),
                RecordText.read(payload, "category"),
                RecordText.read(payload, "reason"),
                epoch,
                revision,
                RecordText.read(payload, "tls"),
                RecordText.read(payload, "upstream"),
                RecordText.read(payload, "userAgent"),
                RecordText.read(payload, "error"),
                RecordText.read(payload, "requestId"));
    }

    /** Only what every store can hold: a stray year would hold up all records behind it. */
    private static Instant readTime(ByteBuffer payload) throws MalformedMessageException {
        long seconds = payload.getLong();
        int nano = payload.getInt();
        if (seconds < MIN_SECOND || seconds > MAX_SECOND || nano < 0 || nano > 999_999_999) {
            throw new MalformedMessageException("time: not between the years 1 and 9999");
        }
        return Instant.ofEpochSecond(seconds, nano);
    }

    private static long nanos(Duration duration) {
        long seconds = Math.max(0, Math.min(duration.getSeconds(), Long.MAX_VALUE / 1_000_000_000 - 1));
        return seconds * 1_000_000_000 + (seconds == duration.getSeconds() ? duration.getNano() : 0);
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
