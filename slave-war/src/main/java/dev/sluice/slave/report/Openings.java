package dev.sluice.slave.report;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.AccessRecordCodec;
import dev.sluice.jms.MalformedMessageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Audited exchanges that have begun and whose records are not safe yet, in one file: what is to be the record of each if
 * the node ends before it. Each is a byte and a frame; the byte is changed in its place when the exchange is settled,
 * which a full disk does not hinder. Only {@link #isOpen} and {@link #count} are for any thread.
 */
final class Openings implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Openings.class);
    /** What the record of an exchange may have more than its opening: texts that come with the answer. */
    static final int MARGIN = 2 * 1024;

    private static final long TOO_LONG = 1 << 20;
    private static final byte OPEN = 1;
    private static final byte SETTLED = 2;

    private record Entry(long at, AccessRecord record, int length) {}

    private final Path folder;
    private final Path file;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 + AccessRecordCodec.MAX_FRAME);
    private final Map<String, Entry> open = new ConcurrentHashMap<>();

    private FileChannel channel;
    private long end;
    private long safe;
    private boolean changed;
    private long reserved;
    private long longest = TOO_LONG;

    /** Opens the file in the folder, with what is open in it. */
    Openings(Path folder) throws IOException {
        this.folder = folder;
        file = folder.resolve("openings");
        channel = FileChannel.open(file, CREATE, READ, WRITE);
        read();
        end = open.isEmpty() ? 0 : end;
        channel.truncate(end); // what is torn must not follow what is appended
        safe = end;
    }

    private void read() throws IOException {
        ByteBuffer bytes = Disk.readFully(channel, 0, Math.toIntExact(channel.size()));
        int length;
        while ((length = Frames.claimedLength(bytes, (int) end + 1)) > 0) { // a damaged one hides none behind it
            if (bytes.get((int) end) == OPEN) {
                keep(bytes.duplicate().position((int) end + 1), 1 + length);
            }
            end += 1 + length;
        }
    }

    private void keep(ByteBuffer frame, int length) {
        try {
            keep(new Entry(end, AccessRecordCodec.read(frame), length));
        } catch (MalformedMessageException e) {
            LOG.error("An audited exchange of the time before the start cannot be read: {}", e.getMessage());
        }
    }

    boolean isOpen(String requestId) {
        return !open.isEmpty() && open.containsKey(requestId);
    }

    int count() {
        return open.size();
    }

    /** What is open, as it would be recorded if the node ended now. */
    List<AccessRecord> records() {
        return open.values().stream().map(Entry::record).toList();
    }

    /** The bytes of the spool that are kept for the records of open exchanges. */
    long reserved() {
        return reserved;
    }

    /** How many bytes are to be kept for it. */
    long need(AccessRecord opening) {
        return bytes(opening).remaining() + MARGIN;
    }

    /** Writes that the exchange is open; {@link #sync} makes it safe. */
    void open(AccessRecord opening) throws IOException {
        Entry entry = append(channel, opening, end);
        keep(entry);
        end += entry.length();
        changed = true;
    }

    private void keep(Entry entry) {
        open.put(entry.record().requestId(), entry);
        reserved += entry.length() + MARGIN;
    }

    private Entry append(FileChannel to, AccessRecord opening, long at) throws IOException {
        ByteBuffer bytes = bytes(opening);
        Entry entry = new Entry(at, opening, bytes.remaining());
        Disk.writeFully(to, bytes, at);
        return entry;
    }

    /** The record of the exchange is safe, or was never needed. */
    void settle(String requestId) throws IOException {
        Entry entry = open.get(requestId);
        if (entry != null) {
            Disk.writeFully(channel, ByteBuffer.wrap(new byte[] {SETTLED}), entry.at());
            changed = true;
            forget(entry);
        }
    }

    private void forget(Entry entry) {
        open.remove(entry.record().requestId());
        reserved -= entry.length() + MARGIN;
    }

    /** Makes safe what was written. */
    void sync() throws IOException {
        if (!changed) {
            return;
        }
        if (end > longest) {
            rewrite();
        } else {
            channel.force(false);
        }
        safe = end;
        changed = false;
    }

    /** After a failure: takes back the openings that are not safe. */
    void undo() {
        open.values().stream().filter(entry -> entry.at() >= safe).toList().forEach(this::forget);
        end = safe;
        try {
            channel.truncate(safe);
        } catch (IOException e) {
            longest = 0; // the next success writes the file anew, without them
        }
    }

    private void rewrite() throws IOException {
        Path aside = folder.resolve("openings.tmp");
        Map<String, Entry> moved = new HashMap<>();
        FileChannel fresh = FileChannel.open(aside, CREATE, TRUNCATE_EXISTING, WRITE);
        long length = 0;
        try {
            for (Entry entry : open.values()) {
                Entry copy = append(fresh, entry.record(), length);
                moved.put(entry.record().requestId(), copy);
                length += copy.length();
            }
            fresh.force(false);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
            Disk.syncFolder(folder);
        } catch (IOException e) {
            fresh.close();
            throw e;
        }
        open.putAll(moved); // not before: until here they are settled in the old file
        longest = Math.max(TOO_LONG, 2 * length);
        end = length;
        FileChannel old = channel;
        channel = fresh;
        old.close();
    }

    private ByteBuffer bytes(AccessRecord record) {
        buffer.clear().put(OPEN);
        AccessRecordCodec.writeAudited(record, buffer);
        return buffer.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
