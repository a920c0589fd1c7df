package dev.sluice.portal.pages;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.report.StoredRecord;
import dev.sluice.portal.record.ExplanationWords;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * One access record as the page shows it.
 *
 * @param key as of {@link RecordKey}
 * @param verdict what the badge of the action says
 * @param rest what follows the host: port and path
 * @param rule the rule's name, or why there is none
 * @param status a dash where the client got none
 */
public record RecordRow(
        String key,
        String time,
        long millis,
        String clock,
        String action,
        String verdict,
        String method,
        String host,
        String rest,
        String rule,
        String client,
        String node,
        String status,
        String error,
        String bytes,
        String duration,
        List<Detail> details) {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

    private static final String NONE = "\u2013";

    /** A line of the details. */
    public record Detail(String key, String value, String style) {}

    static RecordRow of(StoredRecord stored) {
        AccessRecord r = stored.record();
        return new RecordRow(
                RecordKey.of(stored).toString(),
                r.time().toString(),
                r.time().toEpochMilli(),
                CLOCK.format(r.time()),
                r.action(),
                ExplanationWords.done(r.action()),
                r.method(),
                r.host(),
                rest(r),
                rule(r),
                r.client(),
                stored.node(),
                r.status() == 0 ? NONE : String.valueOf(r.status()),
                r.error(),
                Amounts.bytes(r.bytesDown()),
                Amounts.duration(r.duration()),
                details(stored, r));
    }

    private static String rest(AccessRecord r) {
        boolean usual = (r.scheme().equals("http") && r.port() == 80)
                || (!r.scheme().equals("http") && r.port() == 443)
                || r.port() == 0;
        return (usual ? "" : ":" + r.port()) + r.path();
    }

    private static String rule(AccessRecord r) {
        if (!r.ruleName().isEmpty()) {
            return r.ruleName();
        }
        return switch (r.reason()) {
            case "DEFAULT" -> "default action";
            case "NO_POLICY" -> "no policy yet";
            default -> "";
        };
    }

    private static List<Detail> details(StoredRecord stored, AccessRecord r) {
        List<Detail> details = new ArrayList<>();
        add(details, "Time", r.time().toString(), "");
        add(details, "Client", r.client(), "mono");
        add(details, "User", r.user(), "");
        add(details, "Method", r.method(), "");
        add(details, "Scheme", r.scheme(), "");
        add(details, "Host", r.host(), "mono");
        add(details, "Port", r.port() == 0 ? "" : String.valueOf(r.port()), "");
        add(details, "Path", r.path(), "mono");
        add(details, "Status", r.status() == 0 ? "" : String.valueOf(r.status()), "");
        add(details, "Action", r.action(), "");
        add(details, "Rule", rule(r) + (r.ruleId().isEmpty() ? "" : " (" + r.ruleId() + ")"), "");
        add(details, "Category", r.category(), "");
        add(details, "Reason", r.reason(), "");
        add(details, "Policy", r.revision() == 0 ? "none" : "revision " + r.revision() + ", epoch " + r.epoch(), "");
        add(details, "Duration", Amounts.duration(r.duration()), "");
        add(details, "Sent by client", Amounts.bytes(r.bytesUp()), "");
        add(details, "Sent to client", Amounts.bytes(r.bytesDown()), "");
        add(details, "Media type", r.mimeType(), "");
        add(details, "TLS", r.tls(), "");
        add(details, "Upstream", r.upstream(), "mono");
        add(details, "User agent", r.userAgent(), "");
        add(details, "Error", r.error(), "problem");
        add(details, "Request id", r.requestId(), "mono");
        add(details, "Record", stored.node() + " / boot " + stored.boot() + " / " + stored.sequence(), "mono");
        return details;
    }

    private static void add(List<Detail> details, String key, String value, String style) {
        if (!value.isEmpty()) {
            details.add(new Detail(key, value, style));
        }
    }
}
