package dev.sluice.slave.accesslog;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file of whole lines that is bounded: before it would pass its size it becomes {@code file.1}, that {@code file.2} and so on,
 * and the oldest goes. A file that somebody moved or removed, as logrotate does, is left to him and a new one begun. Only its
 * owner and group can read it. Not thread-safe.
 */
public final class LogFile {
    private static final int TAIL = 64 * 1024;
    private static final FileAttribute<?> OWNER_AND_GROUP =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));

    private final Path file;
    private final long maxBytes;
    private final int kept;
    private @Nullable FileChannel channel;
    private @Nullable Object key;

    /**
     * @param maxBytes what the file may have; one with a single longer batch of lines has more
     * @param kept how many older ones are kept, from 0
     */
    public LogFile(Path file, long maxBytes, int kept) {
        this.file = file;
        this.maxBytes = maxBytes;
        this.kept = kept;
    }

    /** Appends whole lines, or none of them. @throws IOException when the disk does not take them; the next call tries anew */
    void append(ByteBuffer lines) throws IOException {
        FileChannel out = current();
        if (out.size() > 0 && out.size() + lines.remaining() > maxBytes) {
            close();
            shift();
            out = current();
        }
        long before = out.size();
        try {
            while (lines.hasRemaining()) {
                out.write(lines, before + lines.position());
            }
        } catch (IOException e) {
            takeBack(out, before, e);
            throw e;
        }
    }

    /** A part of a line must not stand before the next one. */
    private void takeBack(FileChannel out, long size, IOException reason) {
        try {
            out.truncate(size);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
        close();
    }

    private FileChannel current() throws IOException {
        FileChannel open = channel;
        if (open != null && Objects.equals(key, keyOnDisk())) {
            return open;
        }
        close();
        FileChannel opened = FileChannel.open(file, Set.of(CREATE, READ, WRITE), OWNER_AND_GROUP);
        channel = opened;
        cutTornLine(opened);
        key = keyOnDisk();
        return opened;
    }

    private @Nullable Object keyOnDisk() throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** A crash may have left the beginning of a line. */
    private static void cutTornLine(FileChannel opened) throws IOException {
        ByteBuffer tail = ByteBuffer.allocate((int) Math.min(TAIL, opened.size()));
        long start = opened.size() - tail.capacity();
        while (tail.hasRemaining() && opened.read(tail, start + tail.position()) >= 0) {
            // until all of it is read
        }
        int end = tail.position();
        while (end > 0 && tail.get(end - 1) != '\n') {
            end--;
        }
        opened.truncate(start + end);
    }

    private void shift() throws IOException {
        for (int i = kept; i > 0; i--) {
            Path from = i == 1 ? file : file.resolveSibling(file.getFileName() + "." + (i - 1));
            if (Files.exists(from)) {
                Files.move(
                        from, file.resolveSibling(file.getFileName() + "." + i), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.deleteIfExists(file);
    }

    void close() {
        FileChannel open = channel;
        channel = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            // nothing is buffered here: what was written is with the system
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
