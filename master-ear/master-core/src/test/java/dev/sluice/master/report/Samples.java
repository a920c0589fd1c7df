package dev.sluice.master.report;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.AccessRecordCodec;
import dev.sluice.jms.Gap;
import dev.sluice.jms.GapCodec;
import dev.sluice.jms.RecordBatch;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Records to test with. */
final class Samples {
    static AccessRecord record(Instant time) {
        return record(time, "www.example.com", 200, "10.0.0.7", "allow");
    }

    static AccessRecord withHost(AccessRecord like, String host) {
        return record(like.time(), host, like.status(), like.client(), like.action());
    }

    static AccessRecord withStatus(AccessRecord like, int status) {
        return record(like.time(), like.host(), status, like.client(), like.action());
    }

    static AccessRecord record(Instant time, String host, int status, String client, String action) {
        return new AccessRecord(
                time,
                Duration.ofNanos(1_234_567_000),
                client,
                "ann",
                "GET",
                "http",
                host,
                8080,
                "/a/b",
                status,
                17,
                Long.MAX_VALUE,
                "text/html",
                action,
                "rule-1",
                "Rule 1",
                "news",
                "RULE",
                1,
                2,
                "none",
                "192.0.2.1:8080",
                "curl/8",
                "timeout",
                "r-1");
    }

    static RecordBatch batch(String node, long boot, long first, List<AccessRecord> records) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        ByteBuffer frame = ByteBuffer.allocate(AccessRecordCodec.MAX_FRAME);
        for (AccessRecord record : records) {
            AccessRecordCodec.write(record, frame.clear());
            frames.write(frame.array(), 0, frame.position());
        }
        return new RecordBatch(node, boot, first, records.size(), ByteBuffer.wrap(frames.toByteArray()));
    }

    /** The records and then the gaps, of boot 1 of n1 from 0 on. */
    static RecordBatch batchWithGaps(List<AccessRecord> records, List<Gap> gaps) {
        ByteBuffer frames = ByteBuffer.allocate((records.size() + gaps.size()) * AccessRecordCodec.MAX_FRAME);
        records.forEach(record -> AccessRecordCodec.write(record, frames));
        gaps.forEach(gap -> GapCodec.write(gap, frames));
        return new RecordBatch("n1", 1, 0, records.size() + gaps.size(), frames.flip());
    }

    private Samples() {}
}
