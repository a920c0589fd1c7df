package dev.sluice.jms;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * The payload of one record's frame after the other, checked and read in place: who takes in many copies the bytes of their
 * texts instead of making strings of them. Good until the next is read, and while nobody changes the payload. Not thread-safe.
 */
public final class RecordView {
    /** The texts of a record, in their order in the payload, and how many bytes each may have. */
    public enum Text {
        CLIENT("client", Text.WORD),
        USER("user", Text.NAME),
        METHOD("method", Text.WORD),
        SCHEME("scheme", Text.WORD),
        HOST("host", Text.NAME),
        PATH("path", 8 * 1024),
        MIME_TYPE("mimeType", Text.NAME),
        ACTION("action", Text.WORD),
        RULE_ID("ruleId", Text.WORD),
        RULE_NAME("ruleName", 1024),
        CATEGORY("category", Text.WORD),
        REASON("reason", Text.WORD),
        TLS("tls", Text.WORD),
        UPSTREAM("upstream", Text.NAME),
        USER_AGENT("userAgent", 2 * 1024),
        ERROR("error", Text.NAME),
        REQUEST_ID("requestId", Text.NAME);

        private static final int WORD = 64;
        private static final int NAME = 256;

        private final String field;
        private final int most;

        Text(String field, int most) {
            this.field = field;
            this.most = most;
        }

        String field() {
            return field;
        }

        int most() {
            return most;
        }
    }

    static final byte VERSION = 1;

    private static final int TIME = 1;
    private static final int DURATION = TIME + 12;
    private static final int PORT = DURATION + 8;
    private static final int STATUS = PORT + 4;
    private static final int BYTES_UP = STATUS + 4;
    private static final int BYTES_DOWN = BYTES_UP + 8;
    private static final int EPOCH = BYTES_DOWN + 8;
    private static final int REVISION = EPOCH + 8;
    private static final int NUMBERS = REVISION + 8;

    private static final Text[] TEXTS = Text.values();
    /** The length of a payload whose texts are all empty. */
    static final int MIN_LENGTH = NUMBERS + TEXTS.length * Short.BYTES;

    private static final long MIN_SECOND = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long MAX_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private final byte[][] holders = new byte[TEXTS.length][];
    private final int[] starts = new int[TEXTS.length];
    private final int[] lengths = new int[TEXTS.length];
    private ByteBuffer payload = ByteBuffer.allocate(0);
    private Instant time = Instant.EPOCH;
    private boolean audited;

    /** @param next backed by an array and from its start on; what follows the known fields is left unread */
    void read(ByteBuffer next) throws MalformedMessageException {
        int end = next.limit();
        if (end < MIN_LENGTH) {
            throw new MalformedMessageException("damaged record: it has " + end + " bytes");
        }
        byte version = next.get(0);
        if (version < VERSION) {
            throw new MalformedMessageException("version: " + version + " is not known");
        }
        payload = next;
        time = readTime(next.position(TIME));
        int at = NUMBERS;
        for (Text text : TEXTS) {
            at = find(text, at, end);
        }
        audited = at < end && next.get(at) == RecordPayload.AUDITED;
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

    /** Where a text lies, or an error where the payload ends before it does, or where no writer would have let it be so long. */
    private int find(Text text, int at, int end) throws MalformedMessageException {
        if (end - at < Short.BYTES) {
            throw new MalformedMessageException(text.field() + ": the record ends before it");
        }
        int length = Short.toUnsignedInt(payload.getShort(at));
        if (length > end - at - Short.BYTES) {
            throw new MalformedMessageException(text.field() + ": longer than the record");
        }
        if (length > text.most()) {
            throw new MalformedMessageException(
                    text.field() + ": " + length + " bytes, but at most " + text.most() + " are allowed");
        }
        byte[] bytes = payload.array();
        int start = payload.arrayOffset() + at + Short.BYTES;
        if (isPlain(bytes, start, start + length)) {
            put(text, bytes, start, length);
        } else {
            byte[] storable = storable(bytes, start, length);
            put(text, storable, 0, storable.length);
        }
        return at + Short.BYTES + length;
    }

    private void put(Text text, byte[] holder, int start, int length) {
        int index = text.ordinal();
        holders[index] = holder;
        starts[index] = start;
        lengths[index] = length;
    }

    /** Whether it is ASCII without NUL, as nearly all texts are: then nothing has to look at each byte again. */
    private static boolean isPlain(byte[] bytes, int start, int end) {
        int signs = 0;
        for (int i = start; i < end; i++) {
            signs |= bytes[i] - 1;
        }
        return signs >= 0;
    }

    /** As the database can store it: UTF-8 without NUL. */
    private static byte[] storable(byte[] bytes, int start, int length) {
        return new String(bytes, start, length, StandardCharsets.UTF_8)
                .replace('\0', '?')
                .getBytes(StandardCharsets.UTF_8);
    }

    public Instant time() {
        return time;
    }

    /** In nanoseconds. */
    public long duration() {
        return payload.getLong(DURATION);
    }

    public int port() {
        return payload.getInt(PORT);
    }

    public int status() {
        return payload.getInt(STATUS);
    }

    public long bytesUp() {
        return payload.getLong(BYTES_UP);
    }

    public long bytesDown() {
        return payload.getLong(BYTES_DOWN);
    }

    public long epoch() {
        return payload.getLong(EPOCH);
    }

    public long revision() {
        return payload.getLong(REVISION);
    }

    boolean isAudited() {
        return audited;
    }

    public String text(Text text) {
        int index = text.ordinal();
        return lengths[index] == 0
                ? ""
                : new String(holders[index], starts[index], lengths[index], StandardCharsets.UTF_8);
    }

    /** How many bytes the text has in UTF-8. */
    public int length(Text text) {
        return lengths[text.ordinal()];
    }

    /** Copies the text, in UTF-8 and without NUL. */
    public void copy(Text text, ByteBuffer target) {
        int index = text.ordinal();
        target.put(holders[index], starts[index], lengths[index]);
    }

    /** Whether the text is this one. @param ascii in ASCII */
    public boolean is(Text text, String ascii) {
        int index = text.ordinal();
        if (lengths[index] != ascii.length()) {
            return false;
        }
        byte[] bytes = holders[index];
        int start = starts[index];
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[start + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** All of it, which needs the view no longer. */
    public AccessRecord record() {
        return new AccessRecord(
                time,
                Duration.ofNanos(duration()),
                text(Text.CLIENT),
                text(Text.USER),
                text(Text.METHOD),
                text(Text.SCHEME),
                text(Text.HOST),
                port(),
                text(Text.PATH),
                status(),
                bytesUp(),
                bytesDown(),
                text(Text.MIME_TYPE),
                text(Text.ACTION),
                text(Text.RULE_ID),
                text(Text.RULE_NAME),
                text(Text.CATEGORY),
                text(Text.REASON),
                epoch(),
                revision(),
                text(Text.TLS),
                text(Text.UPSTREAM),
                text(Text.USER_AGENT),
                text(Text.ERROR),
                text(Text.REQUEST_ID));
    }
}
