package dev.sluice.accesslog;

import dev.sluice.jms.AccessRecord;
import java.time.Instant;

/**
 * A line of Squid's native access.log, as Squid's {@code logformat squid} writes it: when the exchange ended, how many
 * milliseconds it took, client, result and status, bytes to the client, method, URL, user, where it went, media type.
 */
public final class SquidLine {
    private static final int MILLIS = 1_000;

    /** Without a line feed, in ASCII. */
    public static String of(AccessRecord record) {
        Instant end = record.time().plus(record.duration());
        return "%d.%03d %6d %s %s/%03d %d %s %s %s %s %s"
                .formatted(
                        end.getEpochSecond(),
                        end.getNano() / 1_000_000,
                        record.duration().toMillis(),
                        LogText.field(record.client()),
                        result(record),
                        Math.floorMod(record.status(), MILLIS),
                        record.bytesDown(),
                        LogText.field(record.method()),
                        LogText.url(record),
                        LogText.field(record.user()),
                        way(record),
                        LogText.field(record.mimeType()));
    }

    private static String result(AccessRecord record) {
        if (!record.action().equals("allow")) { // blocked, or asked who it is
            return "TCP_DENIED";
        }
        String aborted = record.error().equals("client-abort") ? "_ABORTED" : "";
        return (record.scheme().equals("tunnel") ? "TCP_TUNNEL" : "TCP_MISS") + aborted;
    }

    private static String way(AccessRecord record) {
        String upstream = record.upstream();
        int port = upstream.lastIndexOf(':');
        return port < 0 ? "HIER_NONE/-" : "HIER_DIRECT/" + LogText.field(upstream.substring(0, port));
    }

    private SquidLine() {}
}
