package dev.sluice.master.report;

import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.RecordBatch;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.LeaseLostException;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.persistence.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores batches, each record once. One transaction moves the watermark of (node, boot) and copies the rows in; what
 * lies below the watermark is trimmed, and a batch that starts above it is not stored, as something before it is
 * missing, unless the node says that it has it no longer: then the missing ones are counted. What cannot be read or stored is quarantined and counted, and the watermark passes it: it would be the same
 * at every new attempt and would hold up all that comes after.
 */
@ApplicationScoped
class Ingest {
    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

    private final Database database;
    private final Lease lease;
    private final Partitions partitions;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Ingest() {
        this(null, null, null);
    }

    @Inject
    Ingest(Database database, Lease lease, Partitions partitions) {
        this.database = database;
        this.lease = lease;
        this.partitions = partitions;
    }

    /**
     * Stores what is new in the batch.
     *
     * @return what the node may free, after the commit
     * @throws LeaseLostException when another master is the one to store it
     * @throws DatabaseException when nothing was stored; the node keeps the batch and sends it again
     */
    AppliedMessage store(RecordBatch batch) {
        Frames frames = Frames.of(batch);
        partitions.ensure(days(frames.records(batch.first())));
        try {
            return applied(batch, database.call(connection -> store(connection, batch, frames)));
        } catch (DatabaseException e) {
            if (!e.refused()) {
                throw e;
            }
            LOG.error("A batch of node {} cannot be stored and goes to quarantine", batch.node(), e);
            return applied(batch, database.call(connection -> giveUp(connection, batch, e)));
        }
    }

    private static AppliedMessage applied(RecordBatch batch, long next) {
        return new AppliedMessage(batch.node(), batch.boot(), next);
    }

    private static Set<LocalDate> days(List<StoredRecord> records) {
        return records.stream()
                .map(record -> LocalDate.ofInstant(
                        CopyRows.storableTime(record.record().time()), ZoneOffset.UTC))
                .collect(Collectors.toSet());
    }

    private long store(Connection connection, RecordBatch batch, Frames frames) throws SQLException {
        lease.hold(connection);
        Watermark watermark = Watermark.lock(connection, batch.node(), batch.boot());
        Span span = Span.of(batch, watermark.next());
        if (span.isEmpty()) {
            return watermark.next();
        }
        List<StoredRecord> records = frames.records(span.from());
        if (!records.isEmpty()) {
            CopyRows.copy(connection, records);
        }
        quarantine(connection, batch, frames.damages(span.from()));
        watermark.advance(records.size(), span.length() - records.size(), span.missing());
        return span.to();
    }

    private long giveUp(Connection connection, RecordBatch batch, DatabaseException problem) throws SQLException {
        lease.hold(connection);
        Watermark watermark = Watermark.lock(connection, batch.node(), batch.boot());
        Span span = Span.of(batch, watermark.next());
        if (span.isEmpty()) {
            return watermark.next();
        }
        byte[] bytes = new byte[batch.frames().remaining()];
        batch.frames().duplicate().get(bytes);
        String why = String.valueOf(problem.getMessage());
        quarantine(connection, batch, List.of(new Damage(span.from(), (int) span.length(), why, bytes)));
        watermark.advance(0, span.length(), span.missing());
        return span.to();
    }

    /**
     * The part of a batch that is to be stored.
     *
     * @param missing how many before it the node no longer has
     */
    private record Span(long from, long to, long missing) {
        static Span of(RecordBatch batch, long next) {
            long end = batch.first() + batch.count();
            boolean hole = batch.first() > next;
            if (end <= next || (hole && !batch.gap())) {
                return new Span(next, next, 0);
            }
            return hole ? new Span(batch.first(), end, batch.first() - next) : new Span(next, end, 0);
        }

        boolean isEmpty() {
            return from == to;
        }

        long length() {
            return to - from;
        }
    }

    private static void quarantine(Connection connection, RecordBatch batch, List<Damage> damages) throws SQLException {
        for (Damage damage : damages) {
            LOG.warn(
                    "{} records of node {} from {} on are damaged: {}",
                    damage.records(),
                    batch.node(),
                    damage.sequence(),
                    damage.problem());
        }
        Quarantine.put(connection, batch.node(), batch.boot(), damages);
    }
}
