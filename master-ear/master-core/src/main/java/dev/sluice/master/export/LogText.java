package dev.sluice.master.export;

import dev.sluice.jms.AccessRecord;
import java.nio.charset.StandardCharsets;

/** Values for logs whose fields are parted by spaces. */
public final class LogText {
    /** What these formats write for a value that is not known. */
    static final String NOTHING = "-";

    /** With spaces, control characters, quotes and all that is not ASCII as %XX, so that it is one field. */
    static String field(String text) {
        if (text.isEmpty()) {
            return NOTHING;
        }
        StringBuilder safe = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet > ' ' && octet < 127 && octet != '"') {
                safe.append((char) octet);
            } else {
                safe.append('%').append("%02X".formatted(octet));
            }
        }
        return safe.toString();
    }

    /** The URL that was asked for, without its query; host and port of a tunnel. */
    public static String url(AccessRecord record) {
        String host = record.host().contains(":") && !record.host().startsWith("[")
                ? "[" + record.host() + "]"
                : record.host();
        if (record.scheme().equals("tunnel")) {
            return field(host + ":" + record.port());
        }
        boolean usual = record.port() == 0 || record.port() == (record.scheme().equals("https") ? 443 : 80);
        return field(record.scheme() + "://" + host + (usual ? "" : ":" + record.port()) + record.path());
    }

    private LogText() {}
}
