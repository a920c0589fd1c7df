package dev.sluice.slave.report;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.NodeState.Records;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Access records on this node's disk, from the end of their exchange until the master has them. Taking a record never
 * blocks. A record is safe {@link SpoolLimits#sync} after it was taken; kill -9 loses no more than that. Safe for any
 * thread; one process at a time has the folder.
 */
public final class RecordSpool implements Consumer<AccessRecord>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecordSpool.class);

    private final String node;
    private final long boot;
    private final FileChannel lockFile;
    private final SpoolIndex index;
    private final BlockingQueue<AccessRecord> queue;
    private final SpoolWriter writer;
    private final Thread thread;
    private final LongAdder strayAnswers = new LongAdder();
    private final LongAdder answersBehind = new LongAdder();
    private volatile boolean closed;

    /**
     * Opens the folder, mends what a crash or the disk did to it, and begins a new boot.
     *
     * @param clock only for the first boot in an empty folder: its number must be higher than any that a node of this
     *     name had on a disk that is lost
     * @throws IllegalStateException when the folder is in use or another node's
     */
    public static RecordSpool open(Path folder, String node, SpoolLimits limits, Clock clock, ThreadFactory threads)
            throws IOException {
        Files.createDirectories(folder);
        FileChannel lockFile = FileChannel.open(folder.resolve("lock"), CREATE, WRITE);
        try {
            lock(lockFile, folder);
            return new RecordSpool(folder, node, limits, clock, threads, lockFile);
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    private RecordSpool(
            Path folder, String node, SpoolLimits limits, Clock clock, ThreadFactory threads, FileChannel lockFile)
            throws IOException {
        this.node = node;
        this.lockFile = lockFile;
        Recovery recovery = new Recovery(folder, node);
        List<Segment> found = recovery.segments();
        StateFile stateFile = new StateFile(folder.resolve("state"));
        SpoolState known = stateFile.state().orElseGet(() -> unknown(found, clock));
        long newest = found.isEmpty() ? 0 : found.get(found.size() - 1).boot();
        boot = Math.max(known.boot(), newest) + 1;
        SpoolState state = new SpoolState(boot, known.freed(), known.dropped(), known.applied());
        stateFile.write(state);
        index = new SpoolIndex(boot, found, state);
        index.stillUnsaved();
        queue = new ArrayBlockingQueue<>(limits.handOff());
        SegmentWriter segments = new SegmentWriter(folder, node, boot, limits.segmentBytes());
        writer = new SpoolWriter(queue, index, segments, stateFile, recovery, limits.maxBytes(), limits.sync());
        thread = threads.newThread(writer);
        thread.start();
        LOG.info("The spool {} is open, boot {}: {}", folder, boot, index.account());
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

    private static SpoolState unknown(List<Segment> found, Clock clock) {
        if (!found.isEmpty()) {
            LOG.error("The spool's state file is missing or damaged: its counters start again from what is on disk.");
        }
        return new SpoolState(clock.instant().getEpochSecond(), 0, 0, new TreeMap<>());
    }

    /** Takes a record, or drops and counts it when the writer is too far behind. Never blocks, never throws. */
    @Override
    public void accept(AccessRecord record) {
        index.accepted();
        if (closed || !queue.offer(record)) {
            index.gaveUp(1);
        }
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
        closed = true;
        writer.close();
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lockFile.close();
    }
}
