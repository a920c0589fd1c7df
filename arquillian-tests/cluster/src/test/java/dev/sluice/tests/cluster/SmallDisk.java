package dev.sluice.tests.cluster;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** A small disk under one folder, which can be filled to the last byte. Needs to be root. */
final class SmallDisk {
    /** More than comes in minutes without a master, so that it is full only when a test fills it. */
    private static final long BYTES = 64 << 20;

    private static final Path ANYWHERE = Path.of("/");

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** An empty one under a folder that is not there yet. */
    static SmallDisk under(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Shell.run(ANYWHERE, "mount", "-t", "tmpfs", "-o", "mode=700,size=" + BYTES, "tmpfs", folder.toString());
        return new SmallDisk(folder);
    }

    /** Takes all such disks below the folder out, with what is on them. */
    static void removeAllBelow(Path folder) throws IOException, InterruptedException {
        Deque<String> found = new ArrayDeque<>();
        for (String line : Files.readAllLines(Path.of("/proc/mounts"))) {
            String where = line.split(" ")[1];
            if (Path.of(where).startsWith(folder.toAbsolutePath().normalize())) {
                found.push(where);
            }
        }
        for (String where : found) {
            Shell.run(ANYWHERE, "umount", where);
        }
    }

    /** Leaves no room for as long as that, also where some becomes free. */
    void fill(Duration time) throws IOException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        try (FileChannel filler =
                FileChannel.open(filler(), StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND)) {
            do {
                fill(filler);
                TimeUnit.MILLISECONDS.sleep(20);
            } while (System.nanoTime() < end);
        } finally {
            Files.delete(filler());
        }
    }

    private static void fill(FileChannel filler) throws IOException {
        try {
            while (filler.size() < BYTES) {
                filler.write(ByteBuffer.allocate(64 * 1024));
            }
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("No space left")) {
                return;
            }
            throw e;
        }
        throw new IOException("the disk could not be filled");
    }

    private Path filler() {
        return folder.resolve("filler");
    }
}
