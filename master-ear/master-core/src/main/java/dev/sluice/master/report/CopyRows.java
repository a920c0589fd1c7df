package dev.sluice.master.report;

import dev.sluice.jms.AccessRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.postgresql.PGConnection;

/** Writes access records with COPY in its binary format (PostgreSQL manual, COPY, "Binary Format"). */
final class CopyRows {
    private static final String COPY = """
            COPY access_record (node, boot, sequence, time, duration_us, client, user_name, method, scheme, host, port,
                path, status, bytes_up, bytes_down, mime_type, action, rule_id, rule_name, category, reason, epoch,
                revision, tls, upstream, user_agent, error, request_id) FROM STDIN (FORMAT BINARY)""";

    private static final int COLUMNS = 28;
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final int EXPECTED_ROW_BYTES = 512;

    private final ByteArrayOutputStream bytes;
    private final DataOutputStream out;

    private CopyRows(int rows) {
        bytes = new ByteArrayOutputStream(rows * EXPECTED_ROW_BYTES);
        out = new DataOutputStream(bytes);
    }

    static void copy(Connection connection, List<StoredRecord> records) throws SQLException {
        try {
            byte[] rows = new CopyRows(records.size()).rows(records);
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY, new ByteArrayInputStream(rows));
        } catch (IOException e) {
            throw new SQLException("The connection broke while copying", e);
        }
    }

    private byte[] rows(List<StoredRecord> records) throws IOException {
        out.write(SIGNATURE);
        out.writeInt(0); // flags
        out.writeInt(0); // length of the header's extension
        for (StoredRecord record : records) {
            out.writeShort(COLUMNS);
            key(record);
            columns(record.record());
        }
        out.writeShort(-1); // trailer
        return bytes.toByteArray();
    }

    private void key(StoredRecord record) throws IOException {
        text(record.node());
        number(record.boot());
        number(record.sequence());
    }

    private void columns(AccessRecord record) throws IOException {
        number(micros(Duration.between(EPOCH, storableTime(record.time()))));
        number(micros(record.duration()));
        text(record.client());
        text(record.user());
        text(record.method());
        text(record.scheme());
        text(record.host());
        integer(record.port());
        text(record.path());
        integer(record.status());
        number(record.bytesUp());
        number(record.bytesDown());
        text(record.mimeType());
        text(record.action());
        text(record.ruleId());
        text(record.ruleName());
        text(record.category());
        text(record.reason());
        number(record.epoch());
        number(record.revision());
        text(record.tls());
        text(record.upstream());
        text(record.userAgent());
        text(record.error());
        text(record.requestId());
    }

    /** A time that {@code timestamptz} and Java both can hold, however wrong the node's clock is. */
    static Instant storableTime(Instant time) {
        if (time.isBefore(EARLIEST)) {
            return EARLIEST;
        }
        return time.isAfter(LATEST) ? LATEST : time;
    }

    private static long micros(Duration duration) {
        try {
            return Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1_000);
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    private void number(long value) throws IOException {
        out.writeInt(Long.BYTES);
        out.writeLong(value);
    }

    private void integer(int value) throws IOException {
        out.writeInt(Integer.BYTES);
        out.writeInt(value);
    }

    /** The codec lets no NUL through, which a {@code text} column refuses. */
    private void text(String value) throws IOException {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }
}
