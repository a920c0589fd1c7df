package dev.sluice.master.report;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.persistence.BinaryCopy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Writes access records with COPY. Their codec lets no NUL through, which a {@code text} column refuses. */
final class CopyRows {
    private static final String COPY = """
            COPY access_record (node, boot, sequence, time, duration_us, client, user_name, method, scheme, host, port,
                path, status, bytes_up, bytes_down, mime_type, action, rule_id, rule_name, category, reason, epoch,
                revision, tls, upstream, user_agent, error, request_id) FROM STDIN (FORMAT BINARY)""";

    private static final int COLUMNS = 28;
    private final BinaryCopy rows;
    private final int[] starts;
    private int count;

    /**
     * @param most how many rows there may be
     * @param expected how many bytes they may become
     */
    CopyRows(int most, int expected) {
        rows = new BinaryCopy(expected);
        starts = new int[most];
    }

    void add(StoredRecord record) {
        starts[count++] = rows.row(COLUMNS);
        key(record);
        columns(record.record());
    }

    static BinaryCopy.Sending open(Connection connection) throws SQLException {
        return new BinaryCopy.Sending(connection, COPY);
    }

    /** Sends all rows but the first ones. */
    void send(BinaryCopy.Sending target, int skipped) throws SQLException {
        if (skipped < count) {
            target.add(rows, starts[skipped]);
        }
    }

    private void key(StoredRecord record) {
        rows.text(record.node());
        rows.int64(record.boot());
        rows.int64(record.sequence());
    }

    private void columns(AccessRecord record) {
        rows.time(record.time());
        rows.int64(micros(record.duration()));
        rows.text(record.client());
        rows.text(record.user());
        rows.text(record.method());
        rows.text(record.scheme());
        rows.text(record.host());
        rows.int32(record.port());
        rows.text(record.path());
        rows.int32(record.status());
        rows.int64(record.bytesUp());
        rows.int64(record.bytesDown());
        rows.text(record.mimeType());
        rows.text(record.action());
        rows.text(record.ruleId());
        rows.text(record.ruleName());
        rows.text(record.category());
        rows.text(record.reason());
        rows.int64(record.epoch());
        rows.int64(record.revision());
        rows.text(record.tls());
        rows.text(record.upstream());
        rows.text(record.userAgent());
        rows.text(record.error());
        rows.text(record.requestId());
    }

    private static long micros(Duration duration) {
        try {
            return Math.addExact(Math.multiplyExact(duration.getSeconds(), 1_000_000L), duration.getNano() / 1_000);
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }
}
