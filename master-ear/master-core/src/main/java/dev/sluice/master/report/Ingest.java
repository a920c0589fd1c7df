package dev.sluice.master.report;

import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.RecordBatch;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.LeaseLostException;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.persistence.DatabaseException;
import dev.sluice.master.privacy.Erasures;
import dev.sluice.master.privacy.PersonalFields;
import dev.sluice.master.report.Intake.Boot;
import dev.sluice.master.rollup.Rollups;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores batches, each record once. One transaction moves the watermarks of (node, boot), copies the rows in and adds
 * their sums to the roll-ups; what lies below the watermark is trimmed, and a batch that starts above it is not stored, as
 * something before it is missing, unless the node says that it has it no longer: then the missing ones are counted. What
 * cannot be read or stored is quarantined and counted, and the watermark passes it: it would be the same at every new
 * attempt and would hold up all that comes after.
 */
@ApplicationScoped
class Ingest {
    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

    private final Database database;
    private final Lease lease;
    private final Partitions partitions;
    private final Rollups rollups;
    private final PersonalFields personal;
    private final Erasures erasures;
    private final UnsentRecords unsent;
    private final Arrivals arrivals;
    private final IngestCounts counts = new IngestCounts();

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Ingest() {
        this(null, null, null, null, null, null, null, null);
    }

    @Inject
    Ingest(
            Database database,
            Lease lease,
            Partitions partitions,
            Rollups rollups,
            PersonalFields personal,
            Erasures erasures,
            UnsentRecords unsent,
            Arrivals arrivals) {
        this.database = database;
        this.lease = lease;
        this.partitions = partitions;
        this.rollups = rollups;
        this.personal = personal;
        this.erasures = erasures;
        this.unsent = unsent;
        this.arrivals = arrivals;
    }

    /**
     * Stores what is new in the batches, all in one transaction.
     *
     * @return for each batch what its node may free, after the commit
     * @throws LeaseLostException when another master is the one to store it
     * @throws DatabaseException when the database is away; the nodes keep what they are not answered for and send it again
     */
    List<AppliedMessage> store(Batches batches) {
        partitions.ensure(batches.days());
        try {
            return storeAtOnce(batches);
        } catch (DatabaseException e) {
            if (!e.refused()) {
                throw e;
            }
            return oneByOne(batches);
        }
    }

    private List<AppliedMessage> storeAtOnce(Batches batches) {
        return inTransaction(batches, (connection, intake) -> {
            intake.takeAll();
            arrive(connection, batches);
        });
    }

    private interface Taking {
        void into(Connection connection, Intake intake) throws SQLException;
    }

    private List<AppliedMessage> inTransaction(Batches batches, Taking taking) {
        long start = System.nanoTime();
        Intake committed = database.call(connection -> {
            lease.hold(connection);
            Intake intake = new Intake(connection, batches);
            taking.into(connection, intake);
            intake.finish(rollups, unsent);
            return intake;
        });
        committed.arrived().forEach(arrivals::add);
        counts.add(committed.counts());
        counts.times().add(System.nanoTime() - start);
        return committed.applied();
    }

    /**
     * What each node may free, as of now.
     *
     * @throws LeaseLostException when another master is the one to say so
     */
    List<AppliedMessage> applied(Collection<Boot> boots) {
        return database.call(connection -> {
            lease.hold(connection);
            List<AppliedMessage> applied = new ArrayList<>();
            for (Boot boot : boots) {
                long next = Watermark.next(connection, boot.node(), boot.number());
                applied.add(new AppliedMessage(boot.node(), boot.number(), next));
            }
            return applied;
        });
    }

    /** What was taken in since the start. */
    IngestCounts counts() {
        return counts;
    }

    /** Late records hold what was taken out of the others. Said once the watermarks are locked. */
    private void arrive(Connection connection, Batches batches) throws SQLException {
        Instant earliest = batches.earliest();
        if (earliest.isBefore(Instant.MAX)) {
            personal.arrive(connection, batches.days(), earliest);
            erasures.arrive(connection, earliest, () -> firsts(batches.frames()));
        }
    }

    private static Map<String, Instant> firsts(List<Frames> batches) {
        return batches.stream()
                .flatMap(frames -> frames.firsts().entrySet().stream())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one.isBefore(other) ? one : other));
    }

    /**
     * One of them cannot be stored; the others can. A single one is tried once more too: a day's partition that is made just now
     * refuses what was on its way to the default one.
     */
    private List<AppliedMessage> oneByOne(Batches batches) {
        List<AppliedMessage> applied = new ArrayList<>();
        batches.frames().forEach(frames -> applied.addAll(storeOrGiveUp(frames.batch())));
        return applied;
    }

    private List<AppliedMessage> storeOrGiveUp(RecordBatch batch) {
        Batches one = Batches.of(batch);
        try {
            return storeAtOnce(one);
        } catch (DatabaseException e) {
            if (!e.refused()) {
                throw e;
            }
            LOG.error("A batch of node {} cannot be stored and goes to quarantine", batch.node(), e);
            return inTransaction(one, (connection, intake) -> intake.giveUpAll(String.valueOf(e.getMessage())));
        }
    }
}
