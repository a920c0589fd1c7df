package dev.sluice.master.syslog;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.config.SyslogReceiver.Format;
import dev.sluice.master.export.RecordValues;
import dev.sluice.master.report.StoredRecord;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A record as a syslog message (RFC 5424): its node is the HOSTNAME, the boot the PROCID, and its sequence the {@code
 * sequenceId}, with which a receiver can tell that a message came twice; exact in the text too. The text is UTF-8 without the
 * byte order mark, which receivers of JSON do not expect; so it is the RFC's MSG-ANY.
 */
final class SyslogMessage {
    /** What every receiver should take (RFC 5425, section 4.3.1); so texts of a longer message are cut. */
    static final int LONGEST = 8_192;

    private static final int LOCAL0 = 16;
    private static final long SEQUENCE_IDS = Integer.MAX_VALUE;
    private static final int LONGEST_TEXT = 4_096;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final Format format;
    private final String version;

    /** @param version of the product */
    SyslogMessage(Format format, String version) {
        this.format = format;
        this.version = version;
    }

    /** The message after its length, as it is sent (RFC 6587, section 3.4.1; RFC 5425, section 4.3). */
    byte[] framed(StoredRecord stored) {
        byte[] message = message(stored);
        ByteArrayOutputStream frame = new ByteArrayOutputStream(message.length + 6);
        frame.writeBytes((message.length + " ").getBytes(StandardCharsets.US_ASCII));
        frame.writeBytes(message);
        return frame.toByteArray();
    }

    /** At most {@link #LONGEST} bytes. */
    private byte[] message(StoredRecord stored) {
        byte[] message = bytes(stored);
        for (int longest = LONGEST_TEXT; message.length > LONGEST; longest /= 2) {
            message = bytes(Shorter.of(stored, longest));
        }
        return message;
    }

    private byte[] bytes(StoredRecord stored) {
        return (header(stored) + text(stored)).getBytes(StandardCharsets.UTF_8);
    }

    private static String header(StoredRecord stored) {
        AccessRecord record = stored.record();
        return "<%d>1 %s %s sluice %d access [meta sequenceId=\"%d\"] "
                .formatted(
                        LOCAL0 * 8 + Severity.ofSyslog(record),
                        time(record.time()),
                        name(stored.node()),
                        stored.boot(),
                        stored.sequence() % SEQUENCE_IDS + 1);
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }

    /** A node's id is a host name already; a header is no place for trust. */
    private static String name(String node) {
        String printable = node.replaceAll("[^!-~]", "?");
        return printable.isEmpty() ? "-" : printable.substring(0, Math.min(255, printable.length()));
    }

    private String text(StoredRecord stored) {
        return switch (format) {
            case JSON -> Clean.json(RecordValues.json(stored).toString());
            case CEF -> CefEvent.of(stored, version);
            case LEEF -> LeefEvent.of(stored, version);
        };
    }
}
