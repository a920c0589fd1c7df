package dev.sluice.master.report;

import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.RecordBatch;
import dev.sluice.master.rollup.Rollups;
import dev.sluice.master.rollup.Tally;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
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
    private final List<StoredRecord> records = new ArrayList<>();
    private final Tally tally = new Tally();

    private record Boot(String node, long number) {}

    Intake(Connection connection) {
        this.connection = connection;
    }

    /** Takes what is new in the batch. */
    void add(Frames frames) throws SQLException {
        RecordBatch batch = frames.batch();
        Watermark watermark = watermark(batch);
        Span span = Span.of(batch, watermark.next());
        if (span.isEmpty()) {
            return;
        }
        List<StoredRecord> fresh = frames.records(span.from());
        fresh.forEach(record ->
                tally.add(record.node(), CopyRows.storableTime(record.record().time()), record.record()));
        records.addAll(fresh);
        quarantine(batch, frames.damages(span.from()));
        watermark.advance(fresh.size(), span.length() - fresh.size(), span.missing());
        if (!fresh.isEmpty()) {
            watermark.reach(end(fresh.get(fresh.size() - 1)));
        }
    }

    /** Passes the batch without storing any of it: it would be refused again, and hold up all that comes after. */
    void giveUp(RecordBatch batch, String why) throws SQLException {
        Watermark watermark = watermark(batch);
        Span span = Span.of(batch, watermark.next());
        if (span.isEmpty()) {
            return;
        }
        byte[] bytes = new byte[batch.frames().remaining()];
        batch.frames().duplicate().get(bytes);
        quarantine(batch, List.of(new Damage(span.from(), (int) span.length(), why, bytes)));
        watermark.advance(0, span.length(), span.missing());
    }

    /** Writes all of it. @return how far each boot is in once this transaction is committed */
    List<AppliedMessage> finish(Rollups rollups) throws SQLException {
        if (!records.isEmpty()) {
            CopyRows.copy(connection, records);
            rollups.store(connection, tally);
        }
        List<AppliedMessage> applied = new ArrayList<>();
        for (var entry : watermarks.entrySet()) {
            entry.getValue().save(connection);
            applied.add(new AppliedMessage(
                    entry.getKey().node(),
                    entry.getKey().number(),
                    entry.getValue().next()));
        }
        return applied;
    }

    private Watermark watermark(RecordBatch batch) throws SQLException {
        Boot boot = new Boot(batch.node(), batch.boot());
        Watermark known = watermarks.get(boot);
        if (known != null) {
            return known;
        }
        Watermark watermark = Watermark.lock(connection, boot.node(), boot.number());
        watermarks.put(boot, watermark);
        return watermark;
    }

    private static Instant end(StoredRecord last) {
        Instant start = CopyRows.storableTime(last.record().time());
        try {
            return CopyRows.storableTime(start.plus(last.record().duration()));
        } catch (DateTimeException | ArithmeticException e) {
            return start;
        }
    }

    private void quarantine(RecordBatch batch, List<Damage> damages) throws SQLException {
        for (Damage damage : damages) {
            LOG.error(
                    "{} records of node {} from {} on are damaged and in quarantine: {}",
                    damage.records(),
                    batch.node(),
                    damage.sequence(),
                    damage.problem());
        }
        Quarantine.put(connection, batch.node(), batch.boot(), damages);
    }
}
