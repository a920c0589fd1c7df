package dev.sluice.master.persistence;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Rows for COPY in its binary format (PostgreSQL manual, COPY, "Binary Format"): for each row {@link #row}, then its
 * columns in order. Not thread-safe.
 */
public final class BinaryCopy {
    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final long EPOCH_SECOND =
            Instant.parse("2000-01-01T00:00:00Z").getEpochSecond();
    private static final int WIDEST_NUMBER = Integer.BYTES + Long.BYTES;

    private static final byte[] END = {-1, -1};

    private ByteBuffer bytes;

    /** @param expected how many bytes it may become; it grows when they are more */
    public BinaryCopy(int expected) {
        bytes = ByteBuffer.allocate(expected + WIDEST_NUMBER);
    }

    /** Begins a row. @return where it begins, to be named to {@link Sending#add} */
    public int row(int columns) {
        reserve(Short.BYTES);
        int start = bytes.position();
        bytes.putShort((short) columns);
        return start;
    }

    /** A {@code bigint}. */
    public void int64(long value) {
        reserve(WIDEST_NUMBER);
        bytes.putInt(Long.BYTES).putLong(value);
    }

    /** An {@code integer}. */
    public void int32(int value) {
        reserve(WIDEST_NUMBER);
        bytes.putInt(Integer.BYTES).putInt(value);
    }

    /** A {@code smallint}. */
    public void int16(int value) {
        reserve(WIDEST_NUMBER);
        bytes.putInt(Short.BYTES).putShort((short) value);
    }

    /** A {@code timestamptz}, to the microsecond. */
    public void time(Instant time) {
        int64((time.getEpochSecond() - EPOCH_SECOND) * 1_000_000 + time.getNano() / 1_000);
    }

    /** A {@code text}, which must hold no NUL. */
    public void text(String value) {
        if (value.isEmpty()) {
            reserve(Integer.BYTES);
            bytes.putInt(0);
            return;
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        reserve(Integer.BYTES + utf8.length);
        bytes.putInt(utf8.length).put(utf8);
    }

    private void reserve(int more) {
        if (bytes.remaining() < more) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(bytes.capacity() * 2, bytes.position() + more));
            bytes = larger.put(bytes.flip());
        }
    }

    /**
     * Sends the rows.
     *
     * @param copy {@code COPY table (columns) FROM STDIN (FORMAT BINARY)}
     */
    public void send(Connection connection, String copy) throws SQLException {
        try (Sending sending = new Sending(connection, copy)) {
            sending.add(this, 0);
            sending.end();
        }
    }

    /** Rows on their way; the server reads the first ones while the next ones are made. Closed before its end, none is stored. */
    public static final class Sending implements AutoCloseable {
        private final CopyIn target;

        /** @param copy {@code COPY table (columns) FROM STDIN (FORMAT BINARY)} */
        public Sending(Connection connection, String copy) throws SQLException {
            target = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
            target.writeToCopy(HEADER, 0, HEADER.length);
        }

        /** @param start where the first row to send begins */
        public void add(BinaryCopy rows, int start) throws SQLException {
            target.writeToCopy(rows.bytes.array(), start, rows.bytes.position() - start);
            target.flushCopy();
        }

        public void end() throws SQLException {
            target.writeToCopy(END, 0, END.length);
            target.endCopy();
        }

        @Override
        public void close() throws SQLException {
            if (target.isActive()) {
                target.cancelCopy();
            }
        }
    }
}
