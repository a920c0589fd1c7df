package dev.sluice.jms;

import dev.sluice.jms.RecordView.Text;
import java.nio.ByteBuffer;
import java.time.Duration;

/** What is written into a record frame: a version byte, the numbers, the texts, and later whatever is added. {@link RecordView} reads it. */
final class RecordPayload {
    /** Follows the texts of an audited record; other records have nothing there. */
    static final byte AUDITED = 1;

    static void writeAudited(AccessRecord record, ByteBuffer target) {
        write(record, target);
        target.put(AUDITED);
    }

    static void write(AccessRecord record, ByteBuffer target) {
        writeNumbers(record, target);
        writeTexts(record, target);
    }

    private static void writeNumbers(AccessRecord record, ByteBuffer target) {
        target.put(RecordView.VERSION);
        target.putLong(record.time().getEpochSecond()).putInt(record.time().getNano());
        target.putLong(nanos(record.duration()));
        target.putInt(record.port()).putInt(record.status());
        target.putLong(record.bytesUp()).putLong(record.bytesDown());
        target.putLong(record.epoch()).putLong(record.revision());
    }

    private static void writeTexts(AccessRecord record, ByteBuffer target) {
        write(Text.CLIENT, record.client(), target);
        write(Text.USER, record.user(), target);
        write(Text.METHOD, record.method(), target);
        write(Text.SCHEME, record.scheme(), target);
        write(Text.HOST, record.host(), target);
        write(Text.PATH, record.path(), target);
        write(Text.MIME_TYPE, record.mimeType(), target);
        write(Text.ACTION, record.action(), target);
        write(Text.RULE_ID, record.ruleId(), target);
        write(Text.RULE_NAME, record.ruleName(), target);
        write(Text.CATEGORY, record.category(), target);
        write(Text.REASON, record.reason(), target);
        write(Text.TLS, record.tls(), target);
        write(Text.UPSTREAM, record.upstream(), target);
        write(Text.USER_AGENT, record.userAgent(), target);
        write(Text.ERROR, record.error(), target);
        write(Text.REQUEST_ID, record.requestId(), target);
    }

    private static void write(Text text, String value, ByteBuffer target) {
        RecordText.write(value, text.most(), target);
    }

    private static long nanos(Duration duration) {
        long seconds = Math.max(0, Math.min(duration.getSeconds(), Long.MAX_VALUE / 1_000_000_000 - 1));
        return seconds * 1_000_000_000 + (seconds == duration.getSeconds() ? duration.getNano() : 0);
    }

    private RecordPayload() {}
}
