package dev.sluice.slave.report;

import static java.nio.file.StandardOpenOption.READ;

import dev.sluice.jms.RecordBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads batches out of segments, and remembers where the last one ended. Confined to one thread. */
final class SegmentReader implements AutoCloseable {
    private final String node;
    private @Nullable Path file;
    private @Nullable FileChannel channel;
    private long sequence;
    private long at;

    SegmentReader(String node) {
        this.node = node;
    }

    /**
     * The first records of the stretch, at least one.
     *
     * @throws DamagedSegmentException when the first of them is damaged
     */
    RecordBatch read(Stretch stretch, int maxRecords, int maxBytes) throws IOException {
        Segment segment = stretch.segment();
        FileChannel in = seek(segment, stretch.start());
        ByteBuffer bytes = Disk.readFully(in, at, (int) Math.min(maxBytes, segment.bytes() - at));
        int most = (int) Math.min(maxRecords, segment.next() - stretch.start());
        int count = 0;
        int end = 0;
        int length;
        while (count < most && (length = Frames.soundLength(bytes, end)) > 0) {
            end += length;
            count++;
        }
        if (count == 0) {
            throw new DamagedSegmentException(segment, stretch.start());
        }
        at += end;
        sequence += count;
        return new RecordBatch(node, segment.boot(), stretch.start(), count, stretch.head(), bytes.slice(0, end));
    }

    @Override
    public void close() {
        try (FileChannel open = channel) {
            file = null;
            channel = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FileChannel seek(Segment segment, long start) throws IOException {
        FileChannel in = channel;
        if (in == null || !segment.file().equals(file) || start < sequence) {
            close();
            in = FileChannel.open(segment.file(), READ);
            channel = in;
            file = segment.file();
            sequence = segment.first();
            at = Segment.HEADER;
        }
        if (start > sequence) {
            skipTo(in, segment, start);
        }
        return in;
    }

    private void skipTo(FileChannel in, Segment segment, long start) throws IOException {
        ByteBuffer bytes = Disk.readFully(in, at, Math.toIntExact(segment.bytes() - at));
        int end = 0;
        while (sequence < start) {
            int length = Frames.claimedLength(bytes, end);
            if (length == 0) {
                throw new DamagedSegmentException(segment, sequence);
            }
            end += length;
            sequence++;
        }
        at += end;
    }
}
