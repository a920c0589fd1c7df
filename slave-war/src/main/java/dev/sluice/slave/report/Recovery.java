package dev.sluice.slave.report;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.sluice.jms.Gap;
import dev.sluice.jms.GapCodec;
import dev.sluice.jms.MalformedMessageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the segments on disk into order before the spool starts: cuts torn tails, and where a frame in the middle is
 * damaged keeps what follows as a segment of its own. May be interrupted anywhere and run again.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final String ASIDE = ".tmp";

    private final Path folder;
    private final String node;
    private final List<Gap> gaps = new ArrayList<>();
    private long tornBytes;
    private boolean sawDamage;

    Recovery(Path folder, String node) {
        this.folder = folder;
        this.node = node;
    }

    /**
     * What can be read, in order. Empty segments are deleted.
     *
     * @throws IllegalStateException when the folder holds another node's records
     */
    List<Segment> segments() throws IOException {
        List<Segment> named = named();
        List<Segment> sound = new ArrayList<>();
        for (int i = named.size() - 1; i >= 0; i--) {
            Segment candidate = named.get(i);
            sound.addAll(0, repair(candidate, room(candidate, sound)));
        }
        return sound;
    }

    /** The gaps in what was read so far. */
    List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    /** How many bytes were cut off because they were not written to their end. */
    long tornBytes() {
        return tornBytes;
    }

    /** Whether records were damaged. */
    boolean damaged() {
        return sawDamage;
    }

    private List<Segment> named() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            for (Path file : all) {
                if (file.toString().endsWith(ASIDE)) {
                    Files.delete(file);
                }
            }
            return all.stream()
                    .flatMap(file -> Segment.named(file).stream())
                    .sorted(Segment.ORDER)
                    .toList();
        }
    }

    /** How many records the segment may have before the next one of its boot begins. */
    private static long room(Segment segment, List<Segment> followers) {
        boolean followed = !followers.isEmpty() && followers.get(0).boot() == segment.boot();
        return followed ? followers.get(0).first() - segment.first() : Long.MAX_VALUE;
    }

    /** What can be read of one segment; nothing of a file that is gone. */
    List<Segment> repair(Segment segment) throws IOException {
        return Files.exists(segment.file()) ? repair(segment, Long.MAX_VALUE) : List.of();
    }

    private List<Segment> repair(Segment candidate, long room) throws IOException {
        try (FileChannel channel = FileChannel.open(candidate.file(), READ, WRITE)) {
            ByteBuffer bytes = Disk.readFully(channel, 0, Math.toIntExact(channel.size()));
            checkNode(candidate, bytes);
            List<Piece> pieces = pieces(bytes, candidate.first(), room);
            List<Segment> segments = new ArrayList<>();
            // from the end, as a segment is read up to the one that follows it
            for (int i = pieces.size() - 1; i > 0; i--) {
                segments.add(0, salvage(candidate, pieces.get(i), bytes));
            }
            Piece head = pieces.get(0);
            cut(candidate, channel, head);
            if (head.next() > head.first()) {
                segments.add(0, candidate.grownTo(head.next(), head.end(), head.gaps()));
            } else {
                Files.delete(candidate.file());
            }
            return segments;
        }
    }

    private void checkNode(Segment segment, ByteBuffer bytes) {
        Segment.node(bytes).filter(other -> !other.equals(node)).ifPresent(other -> {
            throw new IllegalStateException("The spool file " + segment.file() + " holds records of the node '" + other
                    + "', but sluice.node.id is '" + node + "'. Give each node a data folder of its own.");
        });
    }

    /** Undamaged frames from {@code start} to {@code end} in the file. */
    private record Piece(int start, int end, long first, long next, List<Long> gaps) {}

    /** The undamaged pieces; the first is there even when it is empty. */
    private List<Piece> pieces(ByteBuffer bytes, long first, long room) {
        List<Piece> pieces = new ArrayList<>();
        int start = Segment.HEADER;
        long startSequence = first;
        while (true) {
            int at = start;
            long sequence = startSequence;
            List<Long> gapsHere = new ArrayList<>();
            int length;
            while (sequence - first < room && (length = Frames.soundLength(bytes, at)) > 0) {
                if (isGap(bytes, at)) {
                    gapsHere.add(sequence);
                }
                at += length;
                sequence++;
            }
            pieces.add(new Piece(start, at, startSequence, sequence, gapsHere));
            while ((length = Frames.claimedLength(bytes, at)) > 0 && Frames.soundLength(bytes, at) == 0) {
                at += length;
                sequence++;
            }
            if (length == 0 || sequence - first >= room) {
                return pieces;
            }
            start = at;
            startSequence = sequence;
        }
    }

    private boolean isGap(ByteBuffer bytes, int at) {
        if (!GapCodec.isGap(bytes, at)) {
            return false;
        }
        try {
            gaps.add(GapCodec.read(bytes.duplicate().position(at)));
            return true;
        } catch (MalformedMessageException e) {
            return false; // of a newer build, perhaps; the master judges it
        }
    }

    private Segment salvage(Segment damaged, Piece piece, ByteBuffer bytes) throws IOException {
        sawDamage = true;
        LOG.error(
                "A record before {} in {} is damaged; is the disk failing? What follows it was saved.",
                piece.first(),
                damaged.file());
        Segment salvaged = Segment.empty(folder, damaged.boot(), piece.first());
        Path aside = folder.resolve(salvaged.file().getFileName() + ASIDE);
        try (FileChannel channel = FileChannel.open(aside, CREATE, TRUNCATE_EXISTING, WRITE)) {
            Disk.writeFully(channel, salvaged.header(node), 0);
            Disk.writeFully(channel, bytes.slice(piece.start(), piece.end() - piece.start()), Segment.HEADER);
            channel.force(true);
        }
        Files.move(aside, salvaged.file(), StandardCopyOption.ATOMIC_MOVE);
        Disk.syncFolder(folder);
        return salvaged.grownTo(piece.next(), (long) Segment.HEADER + piece.end() - piece.start(), piece.gaps());
    }

    private void cut(Segment segment, FileChannel channel, Piece head) throws IOException {
        long surplus = channel.size() - head.end();
        if (surplus > 0) {
            tornBytes += surplus;
            LOG.info("Cut {} bytes that were not written to their end off {}.", surplus, segment.file());
            channel.truncate(head.end()); // not synced: after a power failure it is cut again
        }
    }
}
