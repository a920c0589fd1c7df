package dev.sluice.slave.accesslog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.sluice.accesslog.SquidLine;
import dev.sluice.jms.AccessRecord;
import dev.sluice.slave.alarm.Alarms;
import dev.sluice.slave.alarm.Matter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line of Squid's native access.log for each record, by one thread of its own. Taking a record never blocks: what finds
 * too many others waiting, and what the disk does not take, is dropped and counted. Trouble is told once, and when it is
 * over. Safe for any thread.
 */
public final class AccessLog implements Consumer<AccessRecord>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final int WAITING = 16_384;
    private static final int BATCH = 1_000;
    private static final long LOOK_AGAIN_MS = 500;
    private static final long PATIENCE_MS = 5_000;

    private final LogFile file;
    private final Alarms alarms;
    private final BlockingQueue<AccessRecord> queue;
    private final LongAdder written = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final Thread thread;
    private boolean failing;
    private volatile boolean closing;

    public AccessLog(LogFile file, Alarms alarms, ThreadFactory threads) {
        this(file, alarms, threads, WAITING);
    }

    AccessLog(LogFile file, Alarms alarms, ThreadFactory threads, int waiting) {
        this.file = file;
        this.alarms = alarms;
        this.queue = new ArrayBlockingQueue<>(waiting);
        this.thread = threads.newThread(this::run);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void accept(AccessRecord record) {
        if (closing || !queue.offer(record)) {
            dropped.increment();
        }
    }

    /** Lines that are in the file. */
    public long written() {
        return written.sum();
    }

    /** Records that have no line. */
    public long dropped() {
        return dropped.sum();
    }

    private void run() {
        List<AccessRecord> batch = new ArrayList<>(BATCH);
        try {
            while (!closing || !queue.isEmpty()) {
                AccessRecord first = queue.poll(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                    write(batch);
                    batch.clear();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }

    private void write(List<AccessRecord> batch) {
        StringBuilder lines = new StringBuilder(batch.size() * 160);
        batch.forEach(record -> lines.append(SquidLine.of(record)).append('\n'));
        try {
            file.append(ByteBuffer.wrap(lines.toString().getBytes(US_ASCII)));
            written.add(batch.size());
            worked();
        } catch (IOException e) {
            dropped.add(batch.size());
            failed(e);
        }
    }

    private void failed(IOException problem) {
        if (!failing) {
            failing = true;
            String text =
                    "The access log " + file + " cannot be written; free some space or mend its folder: " + problem;
            LOG.error("{}", text);
            alarms.raise(Matter.ACCESS_LOG, text);
        }
    }

    private void worked() {
        if (failing) {
            failing = false;
            LOG.info("The access log {} can be written again; {} records have no line in it.", file, dropped());
            alarms.clear(Matter.ACCESS_LOG);
        }
    }

    /** Writes what waits and leaves the file. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(PATIENCE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
