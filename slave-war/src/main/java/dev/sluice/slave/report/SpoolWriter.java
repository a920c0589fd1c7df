package dev.sluice.slave.report;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.Gap;
import dev.sluice.jms.Gap.Cause;
import dev.sluice.jms.RecordClass;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes the spool folder: appends what is handed over, syncs it in groups, writes the state and
 * deletes what was applied or is too old. A failing disk costs records, which are counted, never the thread; audited records
 * wait until it takes them again.
 */
final class SpoolWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolWriter.class);
    private static final long IDLE = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long AFTER_FAILURE = TimeUnit.SECONDS.toNanos(1);

    private final HandOff handOff;
    private final SpoolIndex index;
    private final SegmentWriter segments;
    private final Openings openings;
    private final StateFile stateFile;
    private final Recovery recovery;
    private final Expiry expiry;
    private final SpoolLimits limits;
    private final SpoolHealth health;
    private final UnderWay underWay = new UnderWay();
    private final Map<String, Handed> opening = new LinkedHashMap<>();
    private final List<AccessRecord> unsettled = new ArrayList<>();
    private final Queue<Segment> damaged = new ConcurrentLinkedQueue<>();
    /** Audited records that found the queue full. */
    private final Queue<AccessRecord> pressing = new ConcurrentLinkedQueue<>();

    private long failedAt = System.nanoTime() - AFTER_FAILURE;
    private long keptAt = System.nanoTime();
    private long toldAt;

    SpoolWriter(
            HandOff handOff,
            SpoolIndex index,
            SegmentWriter segments,
            Openings openings,
            StateFile stateFile,
            Recovery recovery,
            Expiry expiry,
            SpoolLimits limits,
            SpoolHealth health) {
        this.handOff = handOff;
        this.index = index;
        this.segments = segments;
        this.openings = openings;
        this.stateFile = stateFile;
        this.recovery = recovery;
        this.expiry = expiry;
        this.limits = limits;
        this.health = health;
        this.toldAt = System.nanoTime() - limits.gapEvery().toNanos();
    }

    /** Somebody could not read the segment. */
    void examine(Segment segment) {
        damaged.add(segment);
    }

    /** An audited record that the queue did not take; it never drops one. */
    void press(AccessRecord record) {
        pressing.add(record);
    }

    /** Ends once the hand-off is closed and all that was handed over is safe. */
    @Override
    public void run() {
        while (!handOff.isOver()) {
            try {
                turn();
            } catch (InterruptedException e) {
                handOff.close();
                Thread.currentThread().interrupt();
                break;
            } catch (RuntimeException e) {
                LOG.error("Writing access records failed; please report this.", e);
            }
        }
        finish();
    }

    private void turn() throws InterruptedException {
        handOff.take(segments.unsynced() > 0, this::take);
        open();
        appendOwed();
        attempt(segments::flush);
        if (segments.unsynced() > 0 && handOff.isDue()) {
            attempt(this::sync);
        }
        if (System.nanoTime() - keptAt >= IDLE) {
            mend();
            expire();
            tellGaps();
            keepState();
        }
    }

    private void take(Handed handed) {
        AccessRecord record = handed.record();
        if (handed.opening().isPresent()) {
            opening.put(record.requestId(), handed);
            return;
        }
        if (opening.containsKey(record.requestId())) {
            open();
        }
        if (openings.isOpen(record.requestId())) {
            underWay.owe(record);
        } else {
            append(record, RecordClass.of(record));
        }
    }

    private void append(AccessRecord record, RecordClass of) {
        makeReady();
        if (resting()) {
            index.gaveUp(of, Cause.DISK, 1);
            return;
        }
        try {
            long room = room(of);
            boolean fits = segments.append(record, of, room);
            if (fits) {
                underWay.appended(of);
            } else {
                index.gaveUp(of, Cause.FULL, 1);
            }
            if (!fits || health.full()) {
                health.room(fits, room(RecordClass.ALLOWED));
            }
        } catch (RuntimeException e) {
            index.gaveUp(of, Cause.DISK, 1);
            LOG.error("An access record cannot be written: {}", e.toString());
        }
    }

    /** A segment that is long enough is ended, and a full buffer emptied. */
    private void makeReady() {
        if (segments.full()) {
            attempt(segments::flush);
        }
        if (segments.complete()) {
            attempt(this::sync);
        }
    }

    private boolean resting() {
        return health.failing() && System.nanoTime() - failedAt < AFTER_FAILURE;
    }

    /** What is left for records of the class; what is kept for open audited exchanges is nobody else's. */
    private long room(RecordClass of) {
        return Math.min(limits.share(of), limits.share(RecordClass.AUDITED) - openings.reserved()) - used();
    }

    private long used() {
        return index.bytes() + segments.unsyncedBytes();
    }

    /** Opens the audited exchanges that wait for it, with one sync for all. */
    private void open() {
        if (opening.isEmpty()) {
            return;
        }
        List<Handed> begun = new ArrayList<>();
        boolean safe = !resting() && attemptOpening(begun);
        begun.forEach(handed -> opening.remove(handed.record().requestId()));
        begun.forEach(handed -> tell(handed, safe));
        opening.values().forEach(handed -> tell(handed, false));
        opening.clear();
    }

    private boolean attemptOpening(List<Handed> begun) {
        try {
            for (Handed handed : opening.values()) {
                if (openings.need(handed.record()) <= room(RecordClass.AUDITED)) {
                    begun.add(handed);
                    openings.open(handed.record());
                }
            }
            openings.sync();
            health.diskTakes();
            return true;
        } catch (IOException e) {
            openings.undo();
            failed(e);
            return false;
        }
    }

    private void tell(Handed handed, boolean safe) {
        if (!safe) {
            health.auditRefused();
        }
        handed.opening().orElseThrow().complete(safe);
    }

    /** For these there is room: it was kept for them when they were opened. */
    private void appendOwed() {
        AccessRecord late;
        while ((late = pressing.poll()) != null) {
            underWay.owe(late);
        }
        while (!underWay.owed().isEmpty() && !resting()) {
            makeReady();
            if (resting() || !segments.append(underWay.owed().element(), RecordClass.AUDITED, Long.MAX_VALUE)) {
                return;
            }
            underWay.appendedOwed();
        }
    }

    /** What the node owes from its last run: exchanges that it had begun when it ended. */
    void owe(List<AccessRecord> records) {
        records.forEach(record -> {
            index.accepted();
            underWay.owe(record);
        });
    }

    private void sync() throws IOException {
        segments.flush();
        if (segments.unsynced() > 0) {
            unsettled.addAll(underWay.stored(index, segments.sync()));
            settle();
            health.diskTakes();
        }
    }

    private void settle() throws IOException {
        while (!unsettled.isEmpty()) {
            openings.settle(unsettled.get(unsettled.size() - 1).requestId());
            unsettled.remove(unsettled.size() - 1);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            segments.abandon();
            underWay.lost(index);
            failed(e);
        }
    }

    private void failed(IOException e) {
        failedAt = System.nanoTime();
        health.diskFails(e);
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
            health.damaged();
        } catch (IOException e) {
            LOG.error("The damaged segment {} cannot be mended: {}", segment.file(), e.toString());
        }
    }

    /** Gives up what is too old, whole segments; one that grows ends in time. */
    private void expire() {
        if (expiry.isLongOpen(segments.growing())) {
            attempt(this::sync);
            segments.close();
        }
        Optional<Segment> old;
        while ((old = expiry.oldest(segments.growing())).isPresent()) {
            expiry.giveUp(old.get());
            health.tooOld();
        }
    }

    /** Writes a gap for what was given up: at once for the first, then from time to time. */
    private void tellGaps() {
        List<Gap> untold = index.untold();
        boolean due = handOff.isClosed()
                || System.nanoTime() - toldAt >= limits.gapEvery().toNanos();
        if (untold.isEmpty() || !due || underWay.tellsGaps() || resting()) {
            return;
        }
        makeReady();
        for (Gap gap : untold) {
            if (!resting() && segments.append(gap, limits.maxBytes() - openings.reserved() - used())) {
                underWay.appended(gap);
            }
        }
        toldAt = System.nanoTime();
    }

    /** Writes the state, then deletes what it allows to delete. A failure is repeated at the next turn. */
    private void keepState() {
        keptAt = System.nanoTime();
        Optional<SpoolState> unsaved = index.unsavedState();
        if (unsaved.isEmpty()) {
            return;
        }
        try {
            settle();
            openings.sync(); // before the master's copy of a record is the only one
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

    /** For good, before the next state forgets what was applied: a segment that came back would be sent and counted again. */
    private void delete(Segment segment) {
        try {
            Files.deleteIfExists(segment.file());
            segments.syncFolder();
        } catch (IOException e) {
            LOG.warn("The applied segment {} cannot be deleted: {}", segment.file(), e.toString());
        }
    }

    private void finish() {
        open();
        appendOwed();
        attempt(this::sync);
        tellGaps();
        attempt(this::sync);
        segments.close();
        index.stillUnsaved();
        keepState();
        try {
            stateFile.close();
            openings.close();
        } catch (IOException e) {
            LOG.debug("Closing the spool's state failed.", e);
        }
    }
}
