package dev.sluice.slave.report;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * How many exchanges the node has begun over its whole life, in a page of a file that the operating system keeps when the
 * process is killed: what has begun, is not on the disk and was not given up is known to be lost. After a power failure the
 * page may be older; then fewer are known to be. Safe for any thread.
 */
final class Begun {
    /** No node begins more between two writes of its state: a larger difference is damage. */
    static final long MOST_LOST = 10_000_000;

    private static final long UNKNOWN = 0;
    private static final VarHandle COUNT = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final ByteBuffer page;

    Begun(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE)) {
            if (channel.size() != Long.BYTES) {
                channel.truncate(0);
                Disk.writeFully(channel, ByteBuffer.allocate(Long.BYTES), 0); // so that the disk has room for it
                channel.force(true);
            }
            page = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
        }
    }

    /**
     * How many of those that had begun before the start are neither recorded nor counted.
     *
     * @param accounted those that are
     */
    long lost(long accounted) {
        long before = (long) COUNT.getVolatile(page, 0);
        long lost = before == UNKNOWN ? 0 : before - accounted;
        return lost > MOST_LOST ? 0 : Math.max(0, lost);
    }

    /** As many are accounted for. */
    void start(long accounted) {
        COUNT.setVolatile(page, 0, accounted);
    }

    void increment() {
        long unused = (long) COUNT.getAndAdd(page, 0, 1L);
    }
}
