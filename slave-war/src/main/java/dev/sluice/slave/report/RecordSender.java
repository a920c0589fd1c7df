package dev.sluice.slave.report;

import dev.sluice.jms.RecordBatch;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is in the spool, oldest first, a few batches ahead of the master's answers, and again from the last
 * answer when answers stay away, ever more seldom until the master says where it is. Frees nothing: only an answer does. One thread of its own.
 */
public final class RecordSender implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordSender.class);

    private final RecordSpool spool;
    private final SpoolIndex index;
    private final RecordOutlet outlet;
    private final SendPace pace;
    private final SegmentReader reader;
    private final Flight flight;
    private final Thread thread;
    private final LongAdder sent = new LongAdder();
    private final LongAdder resends = new LongAdder();
    private final LongAdder failures = new LongAdder();

    private volatile boolean closing;
    private volatile boolean again;
    private Position cursor = Position.START;
    private long lastSent;
    private boolean failing;

    public RecordSender(RecordSpool spool, RecordOutlet outlet, SendPace pace, ThreadFactory threads) {
        this.spool = spool;
        this.index = spool.index();
        this.outlet = outlet;
        this.pace = pace;
        this.reader = new SegmentReader(spool.node());
        this.flight = new Flight(pace);
        this.thread = threads.newThread(this);
        this.lastSent = System.nanoTime() - pace.linger().toNanos();
    }

    public void start() {
        thread.start();
    }

    /** Batches that the broker took, repetitions with them. */
    public long batchesSent() {
        return sent.sum();
    }

    /** How often all unanswered batches were sent again. */
    public long resends() {
        return resends.sum();
    }

    /** Batches that the broker did not take. */
    public long failures() {
        return failures.sum();
    }

    /** The broker was away and is back: whatever it has lost goes out again now. Any thread; never blocks. */
    public void sendAgain() {
        again = true;
        index.wake();
    }

    @Override
    public void run() {
        while (!closing) {
            try {
                long seen = index.news();
                index.awaitNews(seen, turn().toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            } catch (RuntimeException e) {
                LOG.error("Sending access records failed; please report this.", e);
            }
        }
        reader.close();
    }

    @Override
    public void close() {
        closing = true;
        index.wake();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends all that may be sent now. Returns how long to wait for news. */
    private Duration turn() {
        long now = System.nanoTime();
        flight.settle(index, now);
        boolean reminded = index.takeReminded() && flight.isSlowed();
        if (again || reminded) {
            again = false;
            cursor = Position.START;
            flight.restart();
        } else if (flight.expired(now)) {
            rewind();
        }
        while (!closing && flight.mayGrow()) {
            Optional<Stretch> stretch = index.from(cursor);
            if (stretch.isEmpty() || !stretch.get().adjoins() && !flight.isEmpty()) {
                break;
            }
            long linger = lastSent + pace.linger().toNanos() - System.nanoTime();
            if (linger > 0 && mayGrow(stretch.get())) {
                return Duration.ofNanos(linger);
            }
            if (!send(stretch.get())) {
                return pace.afterFailure();
            }
        }
        return flight.left(System.nanoTime());
    }

    private boolean mayGrow(Stretch stretch) {
        Segment segment = stretch.segment();
        return stretch.newest() && segment.next() - stretch.start() < pace.batchRecords();
    }

    /** Returns false when it is better to pause. */
    private boolean send(Stretch stretch) {
        try {
            RecordBatch batch = reader.read(stretch, pace.batchRecords(), pace.batchBytes());
            outlet.send(batch);
            long next = batch.first() + batch.count();
            lastSent = System.nanoTime();
            flight.sent(batch.boot(), next, lastSent);
            cursor = new Position(batch.boot(), next);
            sent.increment();
            noteFailure(false, "");
            return true;
        } catch (DamagedSegmentException | NoSuchFileException e) {
            return !needsMending(stretch.segment(), e);
        } catch (IOException e) {
            failures.increment();
            noteFailure(true, e.getMessage());
            return false;
        }
    }

    private boolean needsMending(Segment segment, IOException problem) {
        if (!index.holds(segment)) {
            return false; // applied and deleted meanwhile
        }
        LOG.error("Access records were lost on the disk; is it failing? {}", problem.getMessage());
        spool.reportDamage(segment);
        return true;
    }

    private void rewind() {
        LOG.debug("No answer from the master: the unanswered records are sent again.");
        flight.rewind();
        cursor = Position.START;
        resends.increment();
    }

    private void noteFailure(boolean now, @Nullable String problem) {
        if (now && !failing) {
            LOG.warn("Access records wait in the spool: {}", problem);
        } else if (!now && failing) {
            LOG.info("Access records go out again.");
        }
        failing = now;
    }
}
