package dev.sluice.jms;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/** What is within a record frame: a version byte, the numbers, the texts, and later whatever is added. */
final class RecordPayload {
    private static final byte VERSION = 1;
    /** Version, time, duration, port, status, bytes up and down, epoch, revision. */
    private static final int NUMBERS = 1 + 8 + 4 + 8 + 4 + 4 + 4 * 8;

    private static final int TEXTS = 17;
    /** The length of a payload whose texts are all empty. */
    static final int MIN_LENGTH = NUMBERS + TEXTS * Short.BYTES;

    private static final long MIN_SECOND = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long MAX_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private static final int WORD = 64;
    private static final int NAME = 256;
    private static final int LONG_NAME = 1024;
    private static final int PATH = 8 * 1024;
    private static final int USER_AGENT = 2 * 1024;

    /** Follows the texts of an audited record; other records have nothing there. */
    private static final byte AUDITED = 1;

    static void writeAudited(AccessRecord record, ByteBuffer target) {
        write(record, target);
        target.put(AUDITED);
    }

    static RecordClass readClass(ByteBuffer payload) throws MalformedMessageException {
        AccessRecord record = read(payload);
        boolean audited = payload.hasRemaining() && payload.get() == AUDITED;
        return audited ? RecordClass.AUDITED : RecordClass.of(record);
    }

    static void write(AccessRecord record, ByteBuffer target) {
        writeNumbers(record, target);
        writeTexts(record, target);
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

    /** @param payload backed by an array; what follows the known fields is left unread */
    static AccessRecord read(ByteBuffer payload) throws MalformedMessageException {
        if (payload.remaining() < MIN_LENGTH) {
            throw new MalformedMessageException("damaged record: it has " + payload.remaining() + " bytes");
        }
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
                RecordText.read(payload, WORD, "client"),
                RecordText.read(payload, NAME, "user"),
                RecordText.read(payload, WORD, "method"),
                RecordText.read(payload, WORD, "scheme"),
                RecordText.read(payload, NAME, "host"),
                port,
                RecordText.read(payload, PATH, "path"),
                status,
                bytesUp,
                bytesDown,
                RecordText.read(payload, NAME, "mimeType"),
                RecordText.read(payload, WORD, "action"),
                RecordText.read(payload, WORD, "ruleId"),
                RecordText.read(payload, LONG_NAME, "ruleName"),
                RecordText.read(payload, WORD, "category"),
                RecordText.read(payload, WORD, "reason"),
                epoch,
                revision,
                RecordText.read(payload, WORD, "tls"),
                RecordText.read(payload, NAME, "upstream"),
                RecordText.read(payload, USER_AGENT, "userAgent"),
                RecordText.read(payload, NAME, "error"),
                RecordText.read(payload, NAME, "requestId"));
    }

    /** Only what every store can hold: a stray year would hold up all records behind it. */
    static Instant readTime(ByteBuffer payload) throws MalformedMessageException {
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

    private RecordPayload() {}
}
