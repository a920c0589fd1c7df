package dev.sluice.slave.report;

import dev.sluice.jms.AccessRecordCodec;
import dev.sluice.jms.GapCodec;
import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.RecordClass;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up segments whose newest record is too old, by the times of their files. Times are this node's: a clock that is set
 * back keeps records longer, one that is set ahead gives them up sooner. Confined to one thread.
 */
final class Expiry {
    private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);
    /** A segment ends after this part of the age, so that new records do not keep old ones. */
    private static final int PARTS = 8;

    private final SpoolIndex index;
    private final Duration maxAge;
    private final Clock clock;
    private Path growing = Path.of("");
    private Instant growingSince = Instant.EPOCH;

    Expiry(SpoolIndex index, Duration maxAge, Clock clock) {
        this.index = index;
        this.maxAge = maxAge;
        this.clock = clock;
    }

    /** Whether the segment, which grows, should end. */
    boolean isLongOpen(Optional<Segment> segment) {
        Path file = segment.map(Segment::file).orElse(Path.of(""));
        if (!file.equals(growing)) {
            growing = file;
            growingSince = clock.instant();
        }
        return segment.isPresent() && growingSince.plus(maxAge.dividedBy(PARTS)).isBefore(clock.instant());
    }

    /** The oldest segment, if it is too old and does not grow. */
    Optional<Segment> oldest(Optional<Segment> grows) {
        return index.oldest()
                .filter(segment -> grows.isEmpty() || !grows.get().file().equals(segment.file()))
                .filter(segment -> written(segment).plus(maxAge).isBefore(clock.instant()));
    }

    private Instant written(Segment segment) {
        try {
            return Files.getLastModifiedTime(segment.file()).toInstant();
        } catch (IOException e) {
            return clock.instant(); // gone or unreadable: the sender finds out
        }
    }

    void giveUp(Segment segment) {
        long start = index.start(segment);
        Map<RecordClass, Long> records = records(segment, start);
        index.expire(segment, start, records);
        LOG.warn(
                "Records that the master has not taken for {} are given up (sluice.spool.max-age): {} in {}",
                maxAge,
                records,
                segment.file());
    }

    /** By class, those from the sequence on. What cannot be read is of an unknown one. */
    private static Map<RecordClass, Long> records(Segment segment, long start) {
        Map<RecordClass, Long> records = new EnumMap<>(RecordClass.class);
        long left = segment.records(start, segment.next());
        try {
            ByteBuffer frames = frames(segment);
            AccessRecordCodec.skip(frames, (int) (start - segment.first()));
            while (left > 0) {
                if (GapCodec.isGap(frames, frames.position())) {
                    AccessRecordCodec.skip(frames, 1);
                } else {
                    records.merge(AccessRecordCodec.readClass(frames), 1L, Long::sum);
                    left--;
                }
            }
        } catch (IOException | MalformedMessageException e) {
            records.merge(RecordClass.UNKNOWN, left, Long::sum);
        }
        return records;
    }

    private static ByteBuffer frames(Segment segment) throws IOException {
        try (FileChannel in = FileChannel.open(segment.file(), StandardOpenOption.READ)) {
            return Disk.readFully(in, Segment.HEADER, Math.toIntExact(segment.bytes() - Segment.HEADER));
        }
    }
}
