package dev.sluice.master.report;

import dev.sluice.jms.AppliedMessage;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.LeaseLostException;
import dev.sluice.master.persistence.Database;
import dev.sluice.master.persistence.DatabaseException;
import dev.sluice.master.rollup.Rollups;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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
    private final UnsentRecords unsent;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected Ingest() {
        this(null, null, null, null, null);
    }

    @Inject
    Ingest(Database database, Lease lease, Partitions partitions, Rollups rollups, UnsentRecords unsent) {
        this.database = database;
        this.lease = lease;
        this.partitions = partitions;
        this.rollups = rollups;
        this.unsent = unsent;
    }

    /**
     * Stores what is new in the batches, all in one transaction.
     *
     * @return for each batch what its node may free, after the commit
     * @throws LeaseLostException when another master is the one to store it
     * @throws DatabaseException when the database is away; the nodes keep what they are not answered for and send it again
     */
    List<AppliedMessage> store(List<Frames> batches) {
        batches.forEach(frames -> partitions.ensure(frames.days()));
        try {
            return database.call(connection -> store(connection, batches));
        } catch (DatabaseException e) {
            if (!e.refused()) {
                throw e;
            }
            return batches.size() == 1 ? giveUp(batches.get(0), e) : oneByOne(batches);
        }
    }

    private List<AppliedMessage> store(Connection connection, List<Frames> batches) throws SQLException {
        lease.hold(connection);
        Intake intake = new Intake(connection);
        for (Frames frames : batches) {
            intake.add(frames);
        }
        return intake.finish(rollups, unsent);
    }

    /** One of them cannot be stored; the others can. */
    private List<AppliedMessage> oneByOne(List<Frames> batches) {
        List<AppliedMessage> applied = new ArrayList<>();
        batches.forEach(frames -> applied.addAll(store(List.of(frames))));
        return applied;
    }

    private List<AppliedMessage> giveUp(Frames frames, DatabaseException problem) {
        LOG.error(
                "A batch of node {} cannot be stored and goes to quarantine",
                frames.batch().node(),
                problem);
        return database.call(connection -> {
            lease.hold(connection);
            Intake intake = new Intake(connection);
            intake.giveUp(frames.batch(), String.valueOf(problem.getMessage()));
            return intake.finish(rollups, unsent);
        });
    }
}
