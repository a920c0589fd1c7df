package dev.sluice.master.report;

import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.RecordBatch;
import dev.sluice.master.persistence.BinaryCopy;
import dev.sluice.master.rollup.Rollups;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one transaction takes in: the records of some batches, their sums and the watermarks. Not thread-safe. */
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final Connection connection;
    private final Map<Boot, Watermark> watermarks = new LinkedHashMap<>();
    private final Batches batches;
    private final List<Frames> fresh = new ArrayList<>();
    private final IngestCounts counts = new IngestCounts();
    private final List<AppliedMessage> applied = new ArrayList<>();

    /** One life of a node. */
    record Boot(String node, long number) {
        static Boot of(RecordBatch batch) {
            return new Boot(batch.node(), batch.boot());
        }
    }

    /** @param batches of which it may take any */
    Intake(Connection connection, Batches batches) {
        this.connection = connection;
        this.batches = batches;
    }

    /** Takes what is new in each batch. */
    void takeAll() throws SQLException {
        for (Frames frames : batches.frames()) {
            add(frames);
        }
    }

    private void add(Frames frames) throws SQLException {
        RecordBatch batch = frames.batch();
        Watermark watermark = watermark(batch);
        Span span = span(batch, watermark);
        if (!span.isEmpty()) {
            take(frames, span, watermark);
        }
        answer(batch, watermark);
    }

    private void take(Frames frames, Span span, Watermark watermark) throws SQLException {
        Frames rest = frames.from(span.from());
        quarantine(rest.batch(), rest.damages());
        Gaps.add(connection, rest.batch().node(), rest.gaps());
        advance(watermark, rest.records(), rest.gaps().size(), span);
        if (rest.records() > 0) {
            fresh.add(rest);
            watermark.reach(rest.end());
        }
    }

    /** Passes each batch without storing any of it: it would be refused again, and hold up all that comes after. */
    void giveUpAll(String why) throws SQLException {
        for (Frames frames : batches.frames()) {
            giveUp(frames.batch(), why);
        }
    }

    private void giveUp(RecordBatch batch, String why) throws SQLException {
        Watermark watermark = watermark(batch);
        Span span = span(batch, watermark);
        if (!span.isEmpty()) {
            byte[] bytes = new byte[batch.frames().remaining()];
            batch.frames().duplicate().get(bytes);
            quarantine(batch, List.of(new Damage(span.from(), (int) span.length(), why, bytes)));
            advance(watermark, 0, 0, span);
        }
        answer(batch, watermark);
    }

    /** What is new in the batch, counted. */
    private Span span(RecordBatch batch, Watermark watermark) {
        Span span = Span.of(batch, watermark.next());
        counts.batch(batch.frames().remaining());
        if (span.isEmpty() && batch.first() > watermark.next()) {
            counts.afterHole();
        } else {
            counts.repeated(batch.count() - span.length());
        }
        return span;
    }

    private void advance(Watermark watermark, long stored, long gaps, Span span) {
        long damaged = span.length() - stored - gaps;
        watermark.advance(stored, damaged, span.missing(), gaps);
        counts.span(stored, damaged, span.missing());
    }

    /** What it took in; good once the transaction is committed. */
    IngestCounts counts() {
        return counts;
    }

    private void answer(RecordBatch batch, Watermark watermark) {
        applied.add(new AppliedMessage(batch.node(), batch.boot(), watermark.next()));
    }

    /** The answer to each batch, good once the transaction is committed. */
    List<AppliedMessage> applied() {
        return List.copyOf(applied);
    }

    /** Where the records of each batch are that has any; good once the transaction is committed. */
    List<List<StoredSpan>> arrived() {
        return fresh.stream().map(Frames::spans).toList();
    }

    /** Writes all of it. */
    void finish(Rollups rollups, UnsentRecords unsent) throws SQLException {
        if (!fresh.isEmpty()) {
            rollups.append(connection, copy());
            for (Frames frames : fresh) {
                unsent.note(connection, frames.spans());
            }
        }
        for (Watermark watermark : watermarks.values()) {
            watermark.save(connection);
        }
    }

    /** Makes rows of the sums while the database stores those of the records. */
    private BinaryCopy copy() throws SQLException {
        try (BinaryCopy.Sending target = CopyRows.open(connection)) {
            for (Frames frames : fresh) {
                frames.send(target);
            }
            BinaryCopy sums = batches.sums(fresh).rows();
            target.end();
            return sums;
        }
    }

    private Watermark watermark(RecordBatch batch) throws SQLException {
        Boot boot = Boot.of(batch);
        Watermark known = watermarks.get(boot);
        if (known != null) {
            return known;
        }
        Watermark watermark = Watermark.lock(connection, boot.node(), boot.number());
        watermarks.put(boot, watermark);
        return watermark;
    }

    private void quarantine(RecordBatch batch, List<Damage> damages) throws SQLException {
        if (!damages.isEmpty()) {
            LOG.error(
                    "{} records of node {} are damaged and in quarantine, from {} on: {}",
                    damages.stream().mapToInt(Damage::records).sum(),
                    batch.node(),
                    damages.get(0).sequence(),
                    damages.get(0).problem());
        }
        Quarantine.put(connection, batch.node(), batch.boot(), damages);
    }
}
