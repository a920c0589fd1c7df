package dev.sluice.master.syslog;

import dev.sluice.accesslog.LogText;
import dev.sluice.jms.AccessRecord;
import dev.sluice.master.report.StoredRecord;

/**
 * A record in ArcSight's Common Event Format, version 0. In its header {@code \} and {@code |} are escaped, in its extension
 * {@code \}, {@code =} and line breaks.
 */
final class CefEvent {
    static String of(StoredRecord stored, String version) {
        AccessRecord record = stored.record();
        return "CEF:0|Sluice|Sluice|" + header(version) + "|" + header(record.action()) + "|" + name(record) + "|"
                + Severity.outOfTen(record) + "|" + extension(stored);
    }

    private static String name(AccessRecord record) {
        return switch (record.action()) {
            case "block" -> "Request blocked";
            case "authenticate" -> "Sign-in required";
            default -> "Request allowed";
        };
    }

    private static String extension(StoredRecord stored) {
        AccessRecord record = stored.record();
        Attributes values = new Attributes()
                .add("externalId", stored.node() + "/" + stored.boot() + "/" + stored.sequence())
                .add("dvchost", stored.node())
                .add("rt", record.time().toEpochMilli());
        source(record, values);
        request(record, values);
        decision(record, values);
        return values.joined(" ", CefEvent::value);
    }

    private static void source(AccessRecord record, Attributes values) {
        if (record.client().contains(":")) {
            values.add("c6a2", record.client()).add("c6a2Label", "Source IPv6 Address");
        } else {
            values.add("src", record.client());
        }
        values.add("suser", record.user());
    }

    private static void request(AccessRecord record, Attributes values) {
        values.add("app", record.scheme())
                .add("requestMethod", record.method())
                .add("request", LogText.url(record))
                .add("dhost", record.host())
                .add("dpt", record.port())
                .add("requestClientApplication", record.userAgent())
                .add("in", record.bytesDown())
                .add("out", record.bytesUp());
    }

    private static void decision(AccessRecord record, Attributes values) {
        values.add("act", record.action())
                .add("outcome", record.error().isEmpty() ? "success" : "failure")
                .add("reason", record.error())
                .add("cat", record.category());
        labelled(values, "cs1", "rule", record.ruleName());
        labelled(values, "cs2", "mimeType", record.mimeType());
        labelled(values, "cs3", "upstream", record.upstream());
        labelled(values, "cs4", "tls", record.tls());
        labelled(values, "cs5", "requestId", record.requestId());
        labelled(values, "cn1", "status", String.valueOf(record.status()));
        labelled(values, "cn2", "policyRevision", String.valueOf(record.revision()));
        labelled(
                values,
                "cn3",
                "durationMillis",
                String.valueOf(record.duration().toMillis()));
    }

    private static void labelled(Attributes values, String key, String label, String value) {
        if (!value.isEmpty()) {
            values.add(key, value).add(key + "Label", label);
        }
    }

    private static String header(String text) {
        return Clean.text(text).replace("\\", "\\\\").replace("|", "\\|");
    }

    private static String value(String text) {
        return Clean.text(text).replace("\\", "\\\\").replace("=", "\\=");
    }

    private CefEvent() {}
}
