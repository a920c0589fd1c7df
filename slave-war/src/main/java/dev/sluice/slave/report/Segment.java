package dev.sluice.slave.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * One file of the spool: records of one boot whose sequences follow each other. It starts with a header of fixed
 * length (magic, boot, first sequence, node, CRC-32C); frames follow. The file's name repeats boot and sequence, so
 * that a damaged header costs nothing.
 *
 * @param first the sequence of the first record
 * @param next the sequence after the last record that is safely on disk
 * @param bytes the length of that part of the file, with the header
 * @param gaps the sequences of the gaps in it; all others are records
 */
record Segment(Path file, long boot, long first, long next, long bytes, List<Long> gaps) {
    static final int HEADER = 128;

    Segment {
        gaps = List.copyOf(gaps);
    }

    static final Comparator<Segment> ORDER =
            Comparator.comparingLong(Segment::boot).thenComparingLong(Segment::first);

    private static final long MAGIC = 0x534C5543_53504C31L; // SLUCSPL1
    private static final int CRC_AT = HEADER - 4;
    private static final int NODE_AT = 24;
    private static final Pattern NAME = Pattern.compile("([0-9a-f]{16})-([0-9a-f]{16})\\.seg");

    static Segment empty(Path folder, long boot, long first) {
        return new Segment(
                folder.resolve("%016x-%016x.seg".formatted(boot, first)), boot, first, first, HEADER, List.of());
    }

    /** An empty segment by its file's name; nothing for other files. */
    static Optional<Segment> named(Path file) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        if (!name.matches()) {
            return Optional.empty();
        }
        long boot = Long.parseUnsignedLong(name.group(1), 16);
        long first = Long.parseUnsignedLong(name.group(2), 16);
        return Optional.of(new Segment(file, boot, first, first, HEADER, List.of()));
    }

    Segment grownTo(long newNext, long newBytes, List<Long> newGaps) {
        List<Long> all = gaps;
        if (!newGaps.isEmpty()) {
            all = new ArrayList<>(gaps);
            all.addAll(newGaps);
        }
        return new Segment(file, boot, first, newNext, newBytes, all);
    }

    /** How many records, gaps not counted, lie in it from one sequence to before another. */
    long records(long from, long to) {
        long start = Math.max(from, first);
        long end = Math.min(to, next);
        long between = gaps.isEmpty()
                ? 0
                : gaps.stream().filter(gap -> gap >= start && gap < end).count();
        return Math.max(0, end - start) - between;
    }

    long count() {
        return next - first;
    }

    ByteBuffer header(String node) {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        header.putLong(MAGIC).putLong(boot).putLong(first);
        byte[] name = node.getBytes(UTF_8);
        header.put(name, 0, Math.min(name.length, CRC_AT - NODE_AT));
        header.putInt(CRC_AT, crc(header));
        return header.clear();
    }

    /** The node that an undamaged header names. */
    static Optional<String> node(ByteBuffer bytes) {
        if (bytes.limit() < HEADER || bytes.getLong(0) != MAGIC || bytes.getInt(CRC_AT) != crc(bytes)) {
            return Optional.empty();
        }
        byte[] name = new byte[CRC_AT - NODE_AT];
        bytes.get(NODE_AT, name);
        int end = name.length;
        while (end > 0 && name[end - 1] == 0) {
            end--;
        }
        return Optional.of(new String(Arrays.copyOf(name, end), UTF_8));
    }

    private static int crc(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.slice(0, CRC_AT));
        return (int) crc.getValue();
    }
}
