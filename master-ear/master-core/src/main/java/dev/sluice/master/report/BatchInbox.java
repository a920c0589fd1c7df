package dev.sluice.master.report;

import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.RecordBatch;
import dev.sluice.master.lease.LeaseLostException;
import dev.sluice.master.live.Changes;
import dev.sluice.master.log.Outage;
import dev.sluice.master.member.Members;
import dev.sluice.master.persistence.DatabaseException;
import dev.sluice.master.report.Intake.Boot;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSRuntimeException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the batches that nodes send, from those nodes only. A thread of its own stores all that wait in one
 * transaction, and answers the nodes after the commit. While too many wait, so does who brings more.
 */
@ApplicationScoped
public class BatchInbox {
    private static final Logger LOG = LoggerFactory.getLogger(BatchInbox.class);
    /** So many may wait, and are stored at once. */
    private static final int MOST_WAITING = 32;

    /** A node that makes up its boots takes no more memory; who is beyond is not reminded. */
    private static final int MOST_UNANSWERED = 10_000;

    private static final Duration LOOK_AROUND = Duration.ofSeconds(1);

    /** Bytes that may wait or be stored at a time; as rows and records they take some times as much. */
    static final int BUDGET = 16 * 1024 * 1024;

    private final Ingest ingest;
    private final Members members;
    private final AppliedTopic answers;
    private final Changes changes;
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong putOff = new AtomicLong();
    private final Semaphore budget = new Semaphore(BUDGET);
    private final BatchQueue waiting = new BatchQueue(MOST_WAITING);

    /** Whose batches were put off, or stored without that they could be told, and who was not answered since. Of the thread that stores. */
    private final Set<Boot> unanswered = new HashSet<>();

    private final Outage database = new Outage(LOG, "store records, which their nodes keep");
    private final Outage broker = new Outage(LOG, "tell nodes which records are stored");

    /** A thread of the server's, because only on such a one can it inject what beans need that are made there. */
    @Resource
    @SuppressWarnings("NullAway.Init") // set by the container
    private ManagedThreadFactory threads;

    private Optional<Thread> writer = Optional.empty();

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
     * Takes one batch. Broken off by an interrupt it is lost; its node sends it again.
     *
     * @param sender who the broker says sent it
     */
    void take(String sender, RecordBatch batch) {
        if (!batch.node().equals(sender)) {
            refuse(sender, "it speaks for " + batch.node());
        } else if (members.isRemoved(sender)) {
            refuse(sender, "it was removed from the cluster");
        } else if (batch.frames().remaining() > BUDGET) {
            refuse(sender, "it has " + batch.frames().remaining() + " bytes");
        } else if (batch.boot() < 0) {
            refuse(sender, "it is of boot " + batch.boot());
        } else if (batch.count() < 1 || batch.first() < 0 || batch.first() > Long.MAX_VALUE - batch.count()) {
            refuse(sender, "it holds " + batch.count() + " records from " + batch.first() + " on");
        } else {
            put(batch);
        }
    }

    private void put(RecordBatch batch) {
        int bytes = batch.frames().remaining();
        try {
            budget.acquire(bytes);
            putWithin(batch, bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The broker's client interrupts who waits here when it connects anew. */
    private void putWithin(RecordBatch batch, int bytes) throws InterruptedException {
        try {
            waiting.put(batch);
        } catch (InterruptedException | RuntimeException e) {
            budget.release(bytes);
            throw e;
        }
    }

    @PostConstruct
    void start() {
        start(threads);
    }

    void start(ThreadFactory factory) {
        Thread thread = factory.newThread(this::run);
        thread.setName("sluice-records");
        thread.start();
        writer = Optional.of(thread);
    }

    @PreDestroy
    void stop() {
        writer.ifPresent(Thread::interrupt);
    }

    private void run() {
        try {
            while (true) {
                storeNext();
            }
        } catch (InterruptedException e) {
            LOG.debug("No more records are stored", e);
        }
    }

    /** Waits for a batch and stores it, and with it those that came after it; goes on after a second without any. */
    void storeNext() throws InterruptedException {
        Batches batches = waiting.take(LOOK_AROUND);
        try {
            if (!batches.isEmpty()) {
                store(batches);
            }
            remind();
        } catch (DatabaseException e) {
            database.failed(e);
        } catch (JMSRuntimeException e) {
            broker.failed(e);
        } catch (LeaseLostException e) {
            LOG.debug("Left {} batches to the active master", batches.size(), e);
        } catch (RuntimeException e) {
            LOG.error("Storing records failed; please report this.", e);
        } finally {
            budget.release(batches.bytes());
        }
    }

    /** The broker need not deliver again what is not stored: the node sends it again until it is told. */
    private void store(Batches batches) {
        Set<Boot> boots =
                batches.frames().stream().map(frames -> Boot.of(frames.batch())).collect(Collectors.toSet());
        if (unanswered.size() < MOST_UNANSWERED) {
            unanswered.addAll(boots);
        }
        List<AppliedMessage> applied = storeOrPutOff(batches);
        database.worked();
        changes.announce(Changes.Topic.RECORDS);
        applied.forEach(answers::send);
        broker.worked();
        unanswered.removeAll(boots);
    }

    private List<AppliedMessage> storeOrPutOff(Batches batches) {
        try {
            return ingest.store(batches);
        } catch (RuntimeException e) {
            putOff.addAndGet(batches.size());
            throw e;
        }
    }

    /**
     * Tells nodes that were not answered what is stored of them, so that they go on at once. Left alone they would try ever more
     * seldom.
     */
    private void remind() {
        if (!unanswered.isEmpty()) {
            ingest.applied(unanswered).forEach(answers::send);
            unanswered.clear();
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
    public long putOff() {
        return putOff.get();
    }

    /** Batches that wait to be stored. */
    public int waiting() {
        return waiting.size();
    }

    /** What was taken in since the start. */
    public IngestCounts counts() {
        return ingest.counts();
    }
}
