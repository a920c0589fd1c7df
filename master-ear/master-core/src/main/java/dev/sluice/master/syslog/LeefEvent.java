package dev.sluice.master.syslog;

import dev.sluice.accesslog.LogText;
import dev.sluice.jms.AccessRecord;
import dev.sluice.master.report.StoredRecord;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A record in QRadar's Log Event Extended Format, version 2.0, with tabs between the attributes. The format knows no escapes;
 * no value has a tab, and what is in the header no {@code |}.
 */
final class LeefEvent {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ").withZone(ZoneOffset.UTC);

    static String of(StoredRecord stored, String version) {
        AccessRecord record = stored.record();
        return "LEEF:2.0|Sluice|Sluice|" + header(version) + "|" + header(record.action()) + "|x09|"
                + attributes(stored).joined("\t", Clean::text);
    }

    private static Attributes attributes(StoredRecord stored) {
        AccessRecord record = stored.record();
        Attributes values = new Attributes()
                .add("devTime", TIME.format(record.time()))
                .add("devTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSZ")
                .add("node", stored.node())
                .add("boot", stored.boot())
                .add("sequence", stored.sequence())
                .add("sev", Severity.outOfTen(record))
                .add("cat", record.category())
                .add("src", record.client())
                .add("usrName", record.user())
                .add("proto", record.scheme())
                .add("dstPort", record.port());
        return request(record, values);
    }

    private static Attributes request(AccessRecord record, Attributes values) {
        return values.add("srcBytes", record.bytesUp())
                .add("dstBytes", record.bytesDown())
                .add("resource", record.host())
                .add("url", LogText.url(record))
                .add("policy", record.ruleName())
                .add("method", record.method())
                .add("status", record.status())
                .add("mimeType", record.mimeType())
                .add("userAgent", record.userAgent())
                .add("upstream", record.upstream())
                .add("tls", record.tls())
                .add("error", record.error())
                .add("durationMillis", record.duration().toMillis())
                .add("policyRevision", record.revision())
                .add("requestId", record.requestId());
    }

    private static String header(String text) {
        return Clean.text(text).replace("|", "\uFFFD");
    }

    private LeefEvent() {}
}
