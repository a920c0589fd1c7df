package dev.sluice.master.report;

import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.RecordBatch;
import dev.sluice.master.lease.LeaseLostException;
import dev.sluice.master.live.Changes;
import dev.sluice.master.log.Outage;
import dev.sluice.master.member.Members;
import dev.sluice.master.persistence.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSRuntimeException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the batches that nodes send, from those nodes only, and answers each after its commit. */
@ApplicationScoped
public class BatchInbox {
    private static final Logger LOG = LoggerFactory.getLogger(BatchInbox.class);

    private final Ingest ingest;
    private final Members members;
    private final AppliedTopic answers;
    private final Changes changes;
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong putOff = new AtomicLong();
    private final Outage database = new Outage(LOG, "store records, which their nodes keep");
    private final Outage broker = new Outage(LOG, "tell nodes which records are stored");

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected BatchInbox() {
        this(null, null, null, null);
    }

    @Inject
    BatchInbox(Ingest ingest, Members members, AppliedTopic answers, Changes changes) {
        this.ingest = ingest;
        this.members = members;
        this.answers = answers;
        this.changes = changes;
    }

    /**
     * Takes one batch.
     *
     * @param sender who the broker says sent it
     */
    void take(String sender, RecordBatch batch) {
        if (!batch.node().equals(sender)) {
            refuse(sender, "it speaks for " + batch.node());
        } else if (members.isRemoved(sender)) {
            refuse(sender, "it was removed from the cluster");
        } else if (batch.count() < 1 || batch.first() < 0 || batch.first() > Long.MAX_VALUE - batch.count()) {
            refuse(sender, "it holds " + batch.count() + " records from " + batch.first() + " on");
        } else {
            store(batch);
        }
    }

    /** The broker need not deliver again what is not stored: the node sends it again until it is told. */
    private void store(RecordBatch batch) {
        try {
            AppliedMessage applied = ingest.store(batch);
            database.worked();
            changes.announce(Changes.Topic.RECORDS);
            answers.send(applied);
            broker.worked();
        } catch (LeaseLostException e) {
            putOff.incrementAndGet();
            LOG.debug("Left a batch of node {} to the active master", batch.node(), e);
        } catch (DatabaseException e) {
            putOff.incrementAndGet();
            database.failed(e);
        } catch (JMSRuntimeException e) {
            broker.failed(e);
        }
    }

    void refuse(String sender, String problem) {
        LOG.warn("Refused record message {} since the start, from {}: {}", refused.incrementAndGet(), sender, problem);
    }

    /** Messages refused since the start. */
    public long refused() {
        return refused.get();
    }

    /** Batches not stored since the start because the database was away or another master active; nodes send them again. */
    long putOff() {
        return putOff.get();
    }
}
