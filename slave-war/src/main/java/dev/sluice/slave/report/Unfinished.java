package dev.sluice.slave.report;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.AccessRecordCodec;
import dev.sluice.jms.GapCodec;
import dev.sluice.jms.MalformedMessageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Audited exchanges that had begun when the node ended, and have no record. */
final class Unfinished {
    /** What they owe. Those whose records are on the disk are settled: the node ended just before it noted that. */
    static List<AccessRecord> of(Openings openings, List<Segment> segments) throws IOException {
        if (openings.count() == 0) {
            return List.of();
        }
        Set<String> recorded = new HashSet<>();
        for (Segment segment : segments) {
            collect(segment, openings, recorded);
        }
        for (String requestId : recorded) {
            openings.settle(requestId);
        }
        return openings.records();
    }

    private static void collect(Segment segment, Openings openings, Set<String> recorded) throws IOException {
        ByteBuffer frames = frames(segment);
        try {
            while (frames.hasRemaining()) {
                if (GapCodec.isGap(frames, frames.position())) {
                    AccessRecordCodec.skip(frames, 1);
                    continue;
                }
                String requestId = AccessRecordCodec.read(frames).requestId();
                if (openings.isOpen(requestId)) {
                    recorded.add(requestId);
                }
            }
        } catch (MalformedMessageException e) {
            throw new IOException("A record in " + segment.file() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static ByteBuffer frames(Segment segment) throws IOException {
        try (FileChannel in = FileChannel.open(segment.file(), StandardOpenOption.READ)) {
            return Disk.readFully(in, Segment.HEADER, Math.toIntExact(segment.bytes() - Segment.HEADER));
        }
    }

    private Unfinished() {}
}
