package dev.sluice.master.report;

import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.Gap;
import dev.sluice.jms.RecordBatch;
import dev.sluice.master.persistence.BinaryCopy;
import dev.sluice.master.rollup.Rollups;
import dev.sluice.master.rollup.Tally;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one transaction takes in: the records of some batches, their sums and the watermarks. First all batches are added, by where
 * the watermarks are expected to be, and the records sent; then the rest is written, once the transaction before this one has ended. Not
 * thread-safe.
 */
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final Connection connection;
    private final Map<Boot, Long> expected;
    private final Map<Boot, Watermark> watermarks = new LinkedHashMap<>();
    private final List<Taken> taken = new ArrayList<>();
    private final List<Frames> fresh = new ArrayList<>();
    private final IngestCounts counts = new IngestCounts();
    private final List<AppliedMessage> applied = new ArrayList<>();
    private BinaryCopy sums = new BinaryCopy(0);

    /** One life of a node. */
    record Boot(String node, long number) {
        static Boot of(RecordBatch batch) {
            return new Boot(batch.node(), batch.boot());
        }
    }

    /** What is to be told of a batch beside its records. */
    private record Taken(RecordBatch batch, List<Damage> damages, List<Gap> gaps) {}

    /** @param expected where those watermarks will be that a transaction moves which has not ended; the others are read */
    Intake(Connection connection, Map<Boot, Long> expected) {
        this.connection = connection;
        this.expected = expected;
    }

    /** Takes what is new in the batch. */
    void add(Frames frames) throws SQLException {
        RecordBatch batch = frames.batch();
        Watermark watermark = watermark(batch);
        Span span = span(batch, watermark);
        if (!span.isEmpty()) {
            take(frames.from(span.from()), span, watermark);
        }
        answer(batch, watermark);
    }

    private void take(Frames rest, Span span, Watermark watermark) {
        taken.add(new Taken(rest.batch(), rest.damages(), rest.gaps()));
        advance(watermark, rest.records(), rest.gaps().size(), span);
        if (rest.records() > 0) {
            fresh.add(rest);
            watermark.reach(rest.end());
        }
    }

    /** Passes the batch without storing any of it: it would be refused again, and hold up all that comes after. */
    void giveUp(RecordBatch batch, String why) throws SQLException {
        Watermark watermark = watermark(batch);
        Span span = span(batch, watermark);
        if (!span.isEmpty()) {
            byte[] bytes = new byte[batch.frames().remaining()];
            batch.frames().duplicate().get(bytes);
            Damage all = new Damage(span.from(), (int) span.length(), why, bytes);
            taken.add(new Taken(batch, List.of(all), List.of()));
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

    /** The records of each batch that has new ones. */
    List<Frames> fresh() {
        return Collections.unmodifiableList(fresh);
    }

    /** Where the watermarks will be that this moves. */
    Map<Boot, Long> moved() {
        return watermarks.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, watermark -> watermark.getValue().next()));
    }

    /** Sends the records; adds the sums up and makes rows of them while the database stores those of the records. */
    void send() throws SQLException {
        if (fresh.isEmpty()) {
            return;
        }
        try (BinaryCopy.Sending target = CopyRows.open(connection)) {
            Tally tally = new Tally();
            for (Frames frames : fresh) {
                frames.send(target);
                tally.add(frames.tally());
            }
            sums = tally.rows();
            target.end();
        }
    }

    /** Locks the watermarks. @throws Watermark.MovedException when one is not where it was expected */
    void lock() throws SQLException {
        for (Watermark watermark : watermarks.values()) {
            watermark.lock(connection);
        }
    }

    /** Writes all but the records. */
    void finish(Rollups rollups, UnsentRecords unsent) throws SQLException {
        for (Taken one : taken) {
            quarantine(one.batch(), one.damages());
            Gaps.add(connection, one.batch().node(), one.gaps());
        }
        if (!fresh.isEmpty()) {
            rollups.append(connection, sums);
        }
        for (Frames frames : fresh) {
            unsent.note(connection, frames.spans());
        }
        for (Watermark watermark : watermarks.values()) {
            watermark.save(connection);
        }
    }

    private Watermark watermark(RecordBatch batch) throws SQLException {
        Boot boot = Boot.of(batch);
        Watermark known = watermarks.get(boot);
        if (known == null) {
            Long next = expected.get(boot);
            known = new Watermark(
                    boot.node(),
                    boot.number(),
                    next == null ? Watermark.read(connection, boot.node(), boot.number()) : next);
            watermarks.put(boot, known);
        }
        return known;
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
