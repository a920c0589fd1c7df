package dev.sluice.slave.report;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.Gap.Cause;
import dev.sluice.jms.NodeState.Records;
import dev.sluice.jms.RecordClass;
import dev.sluice.slave.alarm.Alarms;
import dev.sluice.slave.filter.Audit;
import dev.sluice.slave.filter.RecordSink;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Access records on this node's disk, from the end of their exchange until the master has them. Taking a record never
 * blocks. A record is safe {@link SpoolLimits#sync} after it was taken; kill -9 loses no more than that, which the next
 * start counts, and nothing of an exchange that was {@link #open opened}. Safe for any thread; one process at a time has the folder.
 */
public final class RecordSpool implements RecordSink, Audit, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordSpool.class);

    private final String node;
    private final long boot;
    private final FileChannel lockFile;
    private final SpoolIndex index;
    private final HandOff handOff;
    private final Openings openings;
    private final Begun begun;
    private final SpoolHealth health;
    private final SpoolWriter writer;
    private final Thread thread;
    private final long tornBytes;
    private final LongAdder strayAnswers = new LongAdder();
    private final LongAdder answersBehind = new LongAdder();

    /**
     * Opens the folder, mends what a crash or the disk did to it, and begins a new boot.
     *
     * @param clock for the age of records, and for the number of the boot: it must be one that no node of this name had, also
     *     where the disk is a new one, or the folder was restored and the boots after the backup are not known in it
     * @throws IllegalStateException when the folder is in use or another node's
     */
    public static RecordSpool open(
            Path folder, String node, SpoolLimits limits, Alarms alarms, Clock clock, ThreadFactory threads)
            throws IOException {
        Files.createDirectories(folder);
        FileChannel lockFile = FileChannel.open(folder.resolve("lock"), CREATE, WRITE);
        try {
            lock(lockFile, folder);
            return new RecordSpool(folder, node, limits, alarms, clock, threads, lockFile);
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    private RecordSpool(
            Path folder,
            String node,
            SpoolLimits limits,
            Alarms alarms,
            Clock clock,
            ThreadFactory threads,
            FileChannel lockFile)
            throws IOException {
        this.node = node;
        this.lockFile = lockFile;
        Recovery recovery = new Recovery(folder, node);
        List<Segment> found = recovery.segments();
        StateFile stateFile = new StateFile(folder.resolve("state"));
        Optional<SpoolState> kept = stateFile.state();
        SpoolState known = kept.orElseGet(() -> unknown(found));
        long newest = found.isEmpty() ? 0 : found.get(found.size() - 1).boot();
        boot = Math.max(Math.max(known.boot(), newest), clock.instant().getEpochSecond()) + 1;
        index = new SpoolIndex(boot, found, known, recovery.gaps(), clock);
        openings = new Openings(folder);
        List<AccessRecord> owed = Unfinished.of(openings, found);
        stateFile.write(index.state());
        health = new SpoolHealth(alarms, limits.maxBytes());
        tornBytes = recovery.tornBytes();
        tellLosses(known, recovery.damaged());
        begun = new Begun(folder.resolve("begun"));
        Disk.syncFolder(folder);
        countUnrecorded(owed.size(), kept.isPresent());
        handOff = new HandOff(limits.handOff(), limits.sync());
        SegmentWriter segments = new SegmentWriter(folder, node, boot, limits.segmentBytes());
        Expiry expiry = new Expiry(index, limits.maxAge(), clock);
        writer = new SpoolWriter(handOff, index, segments, openings, stateFile, recovery, expiry, limits, health);
        writer.owe(owed);
        thread = threads.newThread(writer);
        thread.start();
        LOG.info("The spool {} is open, boot {}: {}", folder, boot, index.account());
    }

    private void tellLosses(SpoolState known, boolean damaged) {
        long before = known.drops().stream().mapToLong(Drop::total).sum();
        long lost = index.account().dropped() - before;
        if (lost > 0) {
            LOG.error("{} access records were lost on the disk, or given up just before the node ended.", lost);
        }
        if (lost > 0 || damaged) {
            health.damaged();
        }
    }

    /** What the node had begun when it was killed, and has no record of. */
    private void countUnrecorded(long owed, boolean known) {
        long lost = known ? begun.lost(index.account().generated() + owed) : 0;
        if (lost > 0) {
            LOG.warn("The node ended before it had recorded {} exchanges, which are counted as a gap.", lost);
            index.lost(Cause.KILLED, lost);
        }
        begun.start(index.account().generated() + owed);
    }

    private static void lock(FileChannel lockFile, Path folder) throws IOException {
        FileLock lock;
        try {
            lock = lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new IllegalStateException("The spool " + folder + " is in use by another process;"
                    + " stop it or give this node a data folder of its own.");
        }
    }

    private static SpoolState unknown(List<Segment> found) {
        if (!found.isEmpty()) {
            LOG.error("The spool's state file is missing or damaged: its counters start again from what is on disk.");
        }
        TreeMap<Long, Long> applied = new TreeMap<>();
        found.forEach(segment -> applied.putIfAbsent(segment.boot(), segment.first()));
        return new SpoolState(0, 0, List.of(), applied, new TreeMap<>());
    }

    @Override
    public void begun() {
        begun.increment();
    }

    /** Takes a record, or drops and counts it when the writer is too far behind. Never blocks, never throws. */
    @Override
    public void accept(AccessRecord record) {
        index.accepted();
        if (!handOff.offer(record)) {
            if (openings.isOpen(record.requestId())) {
                writer.press(record);
            } else {
                index.gaveUp(RecordClass.of(record), Cause.BEHIND, 1);
            }
        }
    }

    @Override
    public CompletableFuture<Boolean> open(AccessRecord opening) {
        CompletableFuture<Boolean> safe = new CompletableFuture<>();
        if (!handOff.offer(opening, safe)) {
            health.auditRefused();
            safe.complete(false);
        }
        return safe;
    }

    /** The master has applied records; those are freed. */
    public void applied(AppliedMessage message) {
        Answer answer = index.applied(message.boot(), message.next());
        switch (answer) {
            case FREED, REPEATED -> LOG.debug("{}: {}", message, answer);
            case UNKNOWN -> strayAnswers.increment();
            case AHEAD -> {
                strayAnswers.increment();
                LOG.error("The master claims records of boot {} up to {} that this node has not made.", boot, message);
            }
            case BEHIND -> {
                answersBehind.increment();
                LOG.error(
                        "The master asks for records that it had applied before ({}); was its database restored?"
                                + " They are gone here; the next ones follow.",
                        message);
            }
        }
    }

    public String node() {
        return node;
    }

    /** The number of this start of the node: higher than any before. */
    public long boot() {
        return boot;
    }

    public Records account() {
        return index.account();
    }

    /** How long records wait since the master last applied any; none when none do. Known to a few seconds. */
    public Duration waiting() {
        return index.waiting();
    }

    /** What was given up, by class and cause. */
    public List<Drop> drops() {
        return index.drops();
    }

    /** Audited exchanges that are under way. */
    public long audits() {
        return openings.count();
    }

    /** Audited exchanges that were refused because their records would not have been safe. */
    public long auditsRefused() {
        return health.auditsRefused();
    }

    /** Whether the disk does not take records now. */
    public boolean failing() {
        return health.failing();
    }

    /** Bytes that were cut off at the start because they had not been written to their end. */
    public long tornBytes() {
        return tornBytes;
    }

    /** Answers for boots that are gone, or for more than there is. */
    public long strayAnswers() {
        return strayAnswers.sum();
    }

    /** Answers that ask for what was freed. */
    public long answersBehind() {
        return answersBehind.sum();
    }

    SpoolIndex index() {
        return index;
    }

    /** A record in the segment cannot be read: it is taken out soon, and the rest kept. */
    void reportDamage(Segment segment) {
        writer.examine(segment);
    }

    /** Writes what was handed over and leaves the folder. */
    @Override
    public void close() throws IOException {
        handOff.close();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lockFile.close();
    }
}
