package dev.sluice.slave.report;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.AccessRecordCodec;
import dev.sluice.jms.Gap;
import dev.sluice.jms.GapCodec;
import dev.sluice.jms.RecordClass;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends records to the segment that grows, and starts the next when it is long enough. Records get their sequence
 * here, so a record that the disk does not take leaves no hole. Confined to one thread.
 */
final class SegmentWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentWriter.class);
    private static final int BUFFER = 256 * 1024;

    private final Path folder;
    private final String node;
    private final long boot;
    private final long segmentBytes;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);

    private @Nullable FileChannel channel;
    private @Nullable Segment segment;
    private final List<Long> gaps = new ArrayList<>();
    private long next;
    private long buffered;
    private long written;
    private long end = Segment.HEADER;

    SegmentWriter(Path folder, String node, long boot, long segmentBytes) {
        this.folder = folder;
        this.node = node;
        this.boot = boot;
        this.segmentBytes = segmentBytes;
    }

    /** The segment that still grows, as far as it is safely on disk. */
    Optional<Segment> growing() {
        return Optional.ofNullable(segment);
    }

    /** Records and gaps that are not yet safely on disk. */
    long unsynced() {
        return buffered + written;
    }

    /** Bytes that are not yet safely on disk, with the header of a segment that the index does not know yet. */
    long unsyncedBytes() {
        long known = segment == null || segment.count() == 0 ? 0 : segment.bytes();
        return end + buffer.position() - known;
    }

    /**
     * Puts the record into the buffer.
     *
     * @return false when it would take more than {@code room} bytes; then nothing is kept of it
     */
    boolean append(AccessRecord record, RecordClass of, long room) {
        return append(
                room,
                of == RecordClass.AUDITED
                        ? target -> AccessRecordCodec.writeAudited(record, target)
                        : target -> AccessRecordCodec.write(record, target));
    }

    /** Puts the gap into the buffer. @return as for a record */
    boolean append(Gap gap, long room) {
        boolean fits = append(room, target -> GapCodec.write(gap, target));
        if (fits) {
            gaps.add(next + unsynced() - 1);
        }
        return fits;
    }

    private boolean append(long room, Consumer<ByteBuffer> frame) {
        int start = buffer.position();
        try {
            frame.accept(buffer);
        } catch (RuntimeException e) {
            buffer.position(start);
            throw e;
        }
        if (buffer.position() - start > room) {
            buffer.position(start);
            return false;
        }
        buffered++;
        return true;
    }

    /** Whether {@link #flush} is needed before the next record. */
    boolean full() {
        return buffer.remaining() < AccessRecordCodec.MAX_FRAME || buffer.position() + end >= segmentBytes;
    }

    /** Whether the segment is long enough, and {@link #sync} will end it. */
    boolean complete() {
        return end >= segmentBytes;
    }

    /** Hands the buffer to the operating system. After a failure only {@link #abandon} is left to do. */
    void flush() throws IOException {
        if (buffered == 0) {
            return;
        }
        Disk.writeFully(open(), buffer.flip(), end);
        end += buffer.limit();
        written += buffered;
        buffered = 0;
        buffer.clear();
    }

    /**
     * Makes all that was flushed safe and starts another segment when this one is long enough. After a failure only
     * {@link #abandon} is left to do.
     *
     * @return the segment as it is now
     */
    Segment sync() throws IOException {
        open().force(false);
        next += written;
        written = 0;
        Segment grown = Objects.requireNonNull(segment).grownTo(next, end, gaps);
        gaps.clear();
        segment = grown;
        if (complete()) {
            roll();
        }
        return grown;
    }

    /** Forgets what is not safely on disk and ends the segment before it. */
    void abandon() {
        FileChannel out = channel;
        Segment last = segment;
        if (out != null && last != null) {
            try {
                out.truncate(last.bytes());
                if (last.count() == 0) {
                    Files.delete(last.file());
                }
            } catch (IOException e) {
                LOG.debug("Recovery will cut {} where the next segment begins.", last.file(), e);
            }
        }
        roll();
    }

    /** Makes deletions of segments durable. */
    void syncFolder() throws IOException {
        Disk.syncFolder(folder);
    }

    /** Closes the file. */
    @Override
    public void close() {
        roll();
    }

    private FileChannel open() throws IOException {
        FileChannel out = channel;
        if (out == null) {
            Segment fresh = Segment.empty(folder, boot, next);
            out = FileChannel.open(fresh.file(), CREATE, TRUNCATE_EXISTING, WRITE);
            channel = out;
            segment = fresh;
            end = Segment.HEADER;
            Disk.writeFully(out, fresh.header(node), 0);
            Disk.syncFolder(folder);
        }
        return out;
    }

    private void roll() {
        try (FileChannel out = channel) {
            LOG.trace("Closing {}.", out);
        } catch (IOException e) {
            LOG.debug("Closing a segment failed; all that counts in it is synced.", e);
        }
        channel = null;
        segment = null;
        end = Segment.HEADER;
        written = 0;
        buffered = 0;
        gaps.clear();
        buffer.clear();
    }
}
