package dev.sluice.master.syslog;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.report.StoredRecord;

/** A record with its texts cut; what was cut ends with an ellipsis. */
final class Shorter {
    /** @param longest characters of each text, the ellipsis left out */
    static StoredRecord of(StoredRecord stored, int longest) {
        AccessRecord r = stored.record();
        return new StoredRecord(
                stored.node(),
                stored.boot(),
                stored.sequence(),
                new AccessRecord(
                        r.time(),
                        r.duration(),
                        cut(r.client(), longest),
                        cut(r.user(), longest),
                        cut(r.method(), longest),
                        cut(r.scheme(), longest),
                        cut(r.host(), longest),
                        r.port(),
                        cut(r.path(), longest),
                        r.status(),
                        r.bytesUp(),
                        r.bytesDown(),
                        cut(r.mimeType(), longest),
                        cut(r.action(), longest),
                        cut(r.ruleId(), longest),
                        cut(r.ruleName(), longest),
                        cut(r.category(), longest),
                        cut(r.reason(), longest),
                        r.epoch(),
                        r.revision(),
                        cut(r.tls(), longest),
                        cut(r.upstream(), longest),
                        cut(r.userAgent(), longest),
                        cut(r.error(), longest),
                        cut(r.requestId(), longest)));
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "\u2026";
    }

    private Shorter() {}
}
