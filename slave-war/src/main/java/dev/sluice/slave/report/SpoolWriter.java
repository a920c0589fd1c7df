package dev.sluice.slave.report;

import dev.sluice.jms.AccessRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes the spool folder: appends what is handed over, syncs it in groups, writes the state and
 * deletes what was applied. A failing disk costs records, which are counted, never the thread.
 */
final class SpoolWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolWriter.class);
    private static final long IDLE = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long AFTER_FAILURE = TimeUnit.SECONDS.toNanos(1);

    private final BlockingQueue<AccessRecord> queue;
    private final SpoolIndex index;
    private final SegmentWriter segments;
    private final StateFile stateFile;
    private final Recovery recovery;
    private final Queue<Segment> damaged = new ConcurrentLinkedQueue<>();
    private final long maxBytes;
    private final long syncNanos;

    private volatile boolean closing;
    private boolean full;
    private boolean failing;
    private long failedAt;
    private long syncedAt;
    private long keptAt;

    SpoolWriter(
            BlockingQueue<AccessRecord> queue,
            SpoolIndex index,
            SegmentWriter segments,
            StateFile stateFile,
            Recovery recovery,
            long maxBytes,
            Duration sync) {
        this.queue = queue;
        this.index = index;
        this.segments = segments;
        this.stateFile = stateFile;
        this.recovery = recovery;
        this.maxBytes = maxBytes;
        this.syncNanos = sync.toNanos();
        this.syncedAt = System.nanoTime() - syncNanos;
        this.keptAt = System.nanoTime();
    }

    /** Lets {@link #run} end once all that was handed over is safe. */
    void close() {
        closing = true;
    }

    /** Somebody could not read the segment. */
    void examine(Segment segment) {
        damaged.add(segment);
    }

    @Override
    public void run() {
        while (!closing || !queue.isEmpty()) {
            try {
                turn();
            } catch (InterruptedException e) {
                closing = true;
                Thread.currentThread().interrupt();
                break;
            } catch (RuntimeException e) {
                LOG.error("Writing access records failed; please report this.", e);
            }
        }
        finish();
    }

    private void turn() throws InterruptedException {
        AccessRecord record = queue.poll(patience(), TimeUnit.NANOSECONDS);
        for (int i = 0; record != null && i < 1000; i++) {
            append(record);
            record = i < 999 ? queue.poll() : null;
        }
        attempt(segments::flush);
        if (segments.unsynced() > 0 && System.nanoTime() - syncedAt >= syncNanos) {
            attempt(this::sync);
        }
        if (System.nanoTime() - keptAt >= IDLE) {
            mend();
            keepState();
        }
    }

    private long patience() {
        return segments.unsynced() > 0 ? Math.max(0, syncedAt + syncNanos - System.nanoTime()) : closing ? 0 : IDLE;
    }

    private void append(AccessRecord record) {
        if (segments.full()) {
            attempt(segments::flush);
        }
        if (segments.complete()) {
            attempt(this::sync);
        }
        if (failing && System.nanoTime() - failedAt < AFTER_FAILURE) {
            index.gaveUp(1);
            return;
        }
        try {
            long room = maxBytes - index.bytes() - segments.unsyncedBytes();
            boolean fits = segments.append(record, room);
            if (!fits) {
                index.gaveUp(1);
            }
            noteFull(fits, room);
        } catch (RuntimeException e) {
            index.gaveUp(1);
            LOG.error("An access record cannot be written: {}", e.toString());
        }
    }

    private void sync() throws IOException {
        segments.flush();
        long records = segments.unsynced();
        if (records > 0) {
            index.stored(segments.sync(), records);
        }
        syncedAt = System.nanoTime();
        if (failing) {
            failing = false;
            LOG.info("Access records can be written again.");
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            index.gaveUp(segments.abandon());
            failedAt = System.nanoTime();
            if (!failing) {
                failing = true;
                LOG.error("Access records cannot be written and are dropped; is the disk full? {}", e.toString());
            }
        }
    }

    private void noteFull(boolean fits, long room) {
        if (!fits && !full) {
            full = true;
            LOG.error("The spool has reached sluice.spool.max-bytes; new access records are dropped until the master"
                    + " takes some.");
        } else if (full && room > maxBytes / 20) {
            full = false;
            LOG.info("The spool has room again.");
        }
    }

    /** Takes damaged records out of their segments, so that those behind them can be sent. */
    private void mend() {
        Segment segment = damaged.poll();
        if (segment == null || !index.holds(segment)) {
            return;
        }
        attempt(this::sync);
        segments.close();
        try {
            index.replace(segment, recovery.repair(segment));
        } catch (IOException e) {
            LOG.error("The damaged segment {} cannot be mended: {}", segment.file(), e.toString());
        }
    }

    /** Writes the state, then deletes what it allows to delete. A failure is repeated at the next turn. */
    private void keepState() {
        keptAt = System.nanoTime();
        Optional<SpoolState> unsaved = index.unsavedState();
        if (unsaved.isEmpty()) {
            return;
        }
        try {
            stateFile.write(unsaved.get());
        } catch (IOException e) {
            index.stillUnsaved();
            LOG.debug("The spool's state cannot be written.", e);
            return;
        }
        for (Segment applied : index.takeApplied(unsaved.get(), segments.growing())) {
            delete(applied);
        }
    }

    private static void delete(Segment segment) {
        try {
            Files.deleteIfExists(segment.file());
        } catch (IOException e) {
            LOG.warn("The applied segment {} cannot be deleted: {}", segment.file(), e.toString());
        }
    }

    private void finish() {
        attempt(this::sync);
        segments.close();
        keepState();
        try {
            stateFile.close();
        } catch (IOException e) {
            LOG.debug("Closing the spool's state failed.", e);
        }
    }
}
