package dev.sluice.master.report;

import dev.sluice.jms.RecordView;
import dev.sluice.jms.RecordView.Text;
import dev.sluice.master.persistence.BinaryCopy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Writes access records of one boot with COPY. Their codec lets no NUL through, which a {@code text} column refuses. */
final class CopyRows {
    private static final String COPY = """
            COPY access_record (node, boot, sequence, time, duration_us, client, user_name, method, scheme, host, port,
                path, status, bytes_up, bytes_down, mime_type, action, rule_id, rule_name, category, reason, epoch,
                revision, tls, upstream, user_agent, error, request_id) FROM STDIN (FORMAT BINARY)""";

    private static final int COLUMNS = 28;
    private final BinaryCopy rows;
    private final byte[] node;
    private final long boot;

    /** @param expected how many bytes they may become */
    CopyRows(String node, long boot, int expected) {
        this.rows = new BinaryCopy(expected);
        this.node = node.getBytes(StandardCharsets.UTF_8);
        this.boot = boot;
    }

    static BinaryCopy.Sending open(Connection connection) throws SQLException {
        return new BinaryCopy.Sending(connection, COPY);
    }

    void send(BinaryCopy.Sending target) throws SQLException {
        target.add(rows);
    }

    /** @param time of the record, as it is stored */
    void add(long sequence, Instant time, RecordView record) {
        rows.row(COLUMNS);
        rows.text(node.length).put(node);
        rows.int64(boot);
        rows.int64(sequence);
        rows.time(time);
        rows.int64(Math.floorDiv(record.duration(), 1_000L));
        text(record, Text.CLIENT);
        text(record, Text.USER);
        text(record, Text.METHOD);
        text(record, Text.SCHEME);
        text(record, Text.HOST);
        rows.int32(record.port());
        text(record, Text.PATH);
        rows.int32(record.status());
        rows.int64(record.bytesUp());
        rows.int64(record.bytesDown());
        text(record, Text.MIME_TYPE);
        text(record, Text.ACTION);
        text(record, Text.RULE_ID);
        text(record, Text.RULE_NAME);
        text(record, Text.CATEGORY);
        text(record, Text.REASON);
        rows.int64(record.epoch());
        rows.int64(record.revision());
        text(record, Text.TLS);
        text(record, Text.UPSTREAM);
        text(record, Text.USER_AGENT);
        text(record, Text.ERROR);
        text(record, Text.REQUEST_ID);
    }

    private void text(RecordView record, Text text) {
        record.copy(text, rows.text(record.length(text)));
    }
}
