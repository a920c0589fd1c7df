package dev.sluice.master.rollup;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.AccessRecordCodec;
import dev.sluice.jms.RecordView;
import dev.sluice.master.persistence.Database;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/** Records to sum up, and their sums as a transaction stores them, not folded yet. */
final class Sums {
    static void store(Database database, Rollups rollups, String node, AccessRecord... records) {
        Tally tally = new Tally();
        for (AccessRecord record : records) {
            tally.add(node, record.time(), view(record));
        }
        database.run(connection -> rollups.append(connection, tally.rows()));
    }

    static RecordView view(AccessRecord record) {
        ByteBuffer frame = ByteBuffer.allocate(AccessRecordCodec.MAX_FRAME);
        AccessRecordCodec.write(record, frame);
        RecordView view = new RecordView();
        assertThatCode(() -> AccessRecordCodec.read(frame.flip(), view)).doesNotThrowAnyException();
        return view;
    }

    static AccessRecord exchange(Instant time, String host) {
        return record(time, host, "http", "allow", "");
    }

    /** An exchange of somebody; the empty name is nobody's. */
    static AccessRecord by(String user, Instant time) {
        return record(time, "a.example", user, "http", "allow", "");
    }

    static AccessRecord blocked(Instant time, String host) {
        return record(time, host, "http", "block", "");
    }

    static AccessRecord tunnel(Instant time, String host) {
        return record(time, host, "tunnel", "allow", "");
    }

    static AccessRecord failed(Instant time, String host) {
        return record(time, host, "http", "allow", "timeout");
    }

    private static AccessRecord record(Instant time, String host, String scheme, String action, String error) {
        return record(time, host, "ann", scheme, action, error);
    }

    private static AccessRecord record(
            Instant time, String host, String user, String scheme, String action, String error) {
        return new AccessRecord(
                time,
                Duration.ofMillis(100),
                "10.0.0.7",
                user,
                "GET",
                scheme,
                host,
                80,
                "/",
                200,
                10,
                100,
                "text/html",
                action,
                "rule-1",
                "Rule 1",
                "news",
                "RULE",
                1,
                2,
                "none",
                "192.0.2.1:80",
                "curl/8",
                error,
                "r-1");
    }

    private Sums() {}
}
