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

    /** Begins a row. */
    public void row(int columns) {
        reserve(Short.BYTES);
        bytes.putShort((short) columns);
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
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        text(utf8.length).put(utf8);
    }

    /** A {@code text} of so many bytes; the caller puts them, in UTF-8 and without NUL, into what this gives. */
    public ByteBuffer text(int length) {
        reserve(Integer.BYTES + length);
        return bytes.putInt(length);
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
            sending.add(this);
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

        public void add(BinaryCopy rows) throws SQLException {
            target.writeToCopy(rows.bytes.array(), 0, rows.bytes.position());
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
