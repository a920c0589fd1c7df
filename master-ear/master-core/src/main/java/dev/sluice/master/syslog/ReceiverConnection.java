package dev.sluice.master.syslog;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/** One connection to the receiver. Used by one thread; {@link #abort} by any. */
final class ReceiverConnection implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final Socket socket;
    private final Socket below;
    private final Duration way;
    private final Duration patience;
    private final OutputStream out;

    /**
     * Takes over a connection.
     *
     * @param below what the socket runs over, or the same
     * @param way longer than what the receiver sends is under way to us
     * @param patience how long it may take to end its side after we did
     */
    ReceiverConnection(Socket socket, Socket below, Duration way, Duration patience) throws IOException {
        this.socket = socket;
        this.below = below;
        this.way = way;
        this.patience = patience;
        this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
    }

    void write(byte[] frame) throws IOException {
        out.write(frame);
    }

    void flush() throws IOException {
        out.flush();
    }

    /**
     * Ends our side. A receiver that has ended its own before the last bytes came to it looks the same as one that has read
     * them, but for who was first.
     *
     * @throws IOException when the receiver was
     */
    void end() throws IOException {
        out.flush();
        if (ends(way)) {
            throw new IOException("The receiver ended the connection before we did");
        }
        socket.shutdownOutput();
    }

    /**
     * Waits for the receiver to end its side: as syslog has no acknowledgement, that is how we know that it has read all of
     * it. A receiver that dies before that leaves bytes unread, and its system resets the connection.
     *
     * @throws IOException when it does not
     */
    void awaitEnd() throws IOException {
        if (!ends(patience)) {
            throw new IOException("The receiver does not end the connection after we did");
        }
    }

    /** Whether it ends its side within the time. */
    private boolean ends(Duration time) throws IOException {
        socket.setSoTimeout((int) time.toMillis());
        InputStream in = socket.getInputStream();
        byte[] ignored = new byte[BUFFER];
        try {
            while (in.read(ignored) >= 0) {
                continue; // a receiver has nothing to say
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    /** Breaks it off; a write that waits for the receiver fails. */
    void abort() throws IOException {
        below.close();
    }

    @Override
    public void close() throws IOException {
        below.close();
    }
}
