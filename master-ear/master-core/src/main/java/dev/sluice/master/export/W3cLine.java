package dev.sluice.master.export;

import dev.sluice.accesslog.LogText;
import dev.sluice.jms.AccessRecord;
import dev.sluice.master.report.StoredRecord;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A line of the W3C Extended Log File Format (WD-logfile-960323), and the directives before the first. */
final class W3cLine {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    static String head(Instant now) {
        return """
                #Version: 1.0
                #Software: Sluice
                #Date: %s
                #Fields: date time time-taken c-ip cs-username cs-method cs-uri sc-status sc-bytes cs-bytes rs(Content-Type)\
                 cs(User-Agent) r-ip x-node x-action x-rule-id x-rule-name x-category x-reason x-epoch x-revision x-tls\
                 x-error x-request-id
                """.formatted(TIME.format(now));
    }

    static String of(StoredRecord stored) {
        AccessRecord record = stored.record();
        return String.join(
                " ",
                TIME.format(record.time()),
                "%.3f".formatted(record.duration().toNanos() / 1e9),
                LogText.field(record.client()),
                LogText.field(record.user()),
                LogText.field(record.method()),
                LogText.url(record),
                String.valueOf(record.status()),
                String.valueOf(record.bytesDown()),
                String.valueOf(record.bytesUp()),
                LogText.field(record.mimeType()),
                text(record.userAgent()),
                LogText.field(record.upstream()),
                LogText.field(stored.node()),
                LogText.field(record.action()),
                LogText.field(record.ruleId()),
                text(record.ruleName()),
                text(record.category()),
                LogText.field(record.reason()),
                String.valueOf(record.epoch()),
                String.valueOf(record.revision()),
                LogText.field(record.tls()),
                LogText.field(record.error()),
                LogText.field(record.requestId()));
    }

    /** In quotes, with quotes within doubled; what would end the line becomes a space. */
    private static String text(String value) {
        return value.isEmpty()
                ? LogText.NOTHING
                : '"' + value.replaceAll("\\p{Cntrl}", " ").replace("\"", "\"\"") + '"';
    }

    private W3cLine() {}
}
