package dev.sluice.slave.report;

import dev.sluice.jms.Gap.Cause;
import dev.sluice.jms.RecordClass;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * {@link SpoolState} in one small file with two places that are overwritten in turn: a torn write harms one, and a
 * full disk does not hinder it once the file is there. Not thread-safe.
 */
final class StateFile implements AutoCloseable {
    static final int PLACE = 4096;

    private static final long MAGIC = 0x534C5543_53544132L; // SLUCSTA2
    /** Of an older build, which counted what was given up in one number. */
    private static final long MAGIC_BEFORE = 0x534C5543_53544131L; // SLUCSTA1

    private static final int DROP = 1 + 1 + 8 + 8;
    private static final int MOST_DROPS = RecordClass.values().length * Cause.values().length;
    private static final int HEAD = 8 * 4 + 4 + MOST_DROPS * DROP + 4;
    private static final int MOST_BOOTS = (PLACE - HEAD - 4) / 24;

    private final FileChannel channel;
    private Optional<SpoolState> state = Optional.empty();
    private long written;

    StateFile(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (channel.size() < 2 * PLACE) {
            Disk.writeFully(channel, ByteBuffer.allocate((int) (2 * PLACE - channel.size())), channel.size());
        }
        readNewer(Disk.readFully(channel, 0, PLACE));
        readNewer(Disk.readFully(channel, PLACE, PLACE));
    }

    /** What was written last; nothing when there was nothing or both places are damaged. */
    Optional<SpoolState> state() {
        return state;
    }

    /** It would survive a power failure when this returns. */
    void write(SpoolState next) throws IOException {
        long count = written + 1;
        Disk.writeFully(channel, encode(next, count), (count % 2) * PLACE);
        channel.force(false);
        written = count;
        state = Optional.of(next);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static ByteBuffer encode(SpoolState state, long count) {
        ByteBuffer place = ByteBuffer.allocate(PLACE);
        int boots = Math.min(state.applied().size(), MOST_BOOTS);
        place.putLong(MAGIC).putLong(count).putLong(state.boot());
        place.putLong(state.freed()).putInt(state.drops().size());
        state.drops().forEach(drop -> place.put((byte) drop.of().ordinal())
                .put((byte) drop.cause().ordinal())
                .putLong(drop.total())
                .putLong(drop.told()));
        place.putInt(boots);
        state.applied().entrySet().stream().limit(boots).forEach(entry -> place.putLong(entry.getKey())
                .putLong(entry.getValue())
                .putLong(state.ends().getOrDefault(entry.getKey(), 0L)));
        place.putInt(PLACE - 4, crc(place));
        return place.clear();
    }

    private void readNewer(ByteBuffer place) {
        if (place.limit() < PLACE || place.getInt(PLACE - 4) != crc(place)) {
            return;
        }
        long magic = place.getLong();
        long count = place.getLong();
        if ((magic == MAGIC || magic == MAGIC_BEFORE) && count > written) {
            written = count;
            state = Optional.of(magic == MAGIC ? decode(place) : decodeBefore(place));
        }
    }

    private static SpoolState decode(ByteBuffer place) {
        long boot = place.getLong();
        long freed = place.getLong();
        List<Drop> drops = new ArrayList<>();
        for (int left = place.getInt(); left > 0; left--) {
            RecordClass of = RecordClass.values()[place.get()];
            Cause cause = Cause.values()[place.get()];
            drops.add(new Drop(of, cause, place.getLong(), place.getLong()));
        }
        SortedMap<Long, Long> applied = new TreeMap<>();
        SortedMap<Long, Long> ends = new TreeMap<>();
        for (int left = place.getInt(); left > 0; left--) {
            long number = place.getLong();
            applied.put(number, place.getLong());
            ends.put(number, place.getLong());
        }
        return new SpoolState(boot, freed, drops, applied, ends);
    }

    private static SpoolState decodeBefore(ByteBuffer place) {
        long boot = place.getLong();
        long freed = place.getLong();
        Drop all = new Drop(RecordClass.UNKNOWN, Cause.FULL, place.getLong(), 0);
        List<Drop> drops = all.total() == 0 ? List.of() : List.of(all);
        SortedMap<Long, Long> applied = new TreeMap<>();
        for (int left = place.getInt(); left > 0; left--) {
            applied.put(place.getLong(), place.getLong());
        }
        return new SpoolState(boot, freed, drops, applied, new TreeMap<>());
    }

    private static int crc(ByteBuffer place) {
        CRC32C crc = new CRC32C();
        crc.update(place.slice(0, PLACE - 4));
        return (int) crc.getValue();
    }
}
