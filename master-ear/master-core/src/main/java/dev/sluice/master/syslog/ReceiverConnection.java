package dev.sluice.master.syslog;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** One connection to the receiver. Used by one thread; {@link #abort} by any. */
final class ReceiverConnection implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final Socket socket;
    private final Socket below;
    private final OutputStream out;

    /** @param below what the socket runs over, or the same */
    ReceiverConnection(Socket socket, Socket below) throws IOException {
        this.socket = socket;
        this.below = below;
        this.out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
    }

    void write(byte[] frame) throws IOException {
        out.write(frame);
    }

    void flush() throws IOException {
        out.flush();
    }

    /**
     * Ends our side and waits for the receiver to end its own: as syslog has no acknowledgement, that is how we know that it
     * has read all of it. A receiver that dies before that leaves bytes unread, and its system resets the connection.
     *
     * @throws IOException when it does not
     */
    void finish() throws IOException {
        out.flush();
        socket.shutdownOutput();
        InputStream in = socket.getInputStream();
        byte[] ignored = new byte[BUFFER];
        try {
            while (in.read(ignored) >= 0) {
                continue; // a receiver has nothing to say
            }
        } catch (SocketTimeoutException e) {
            throw new IOException("The receiver does not end the connection after we did", e);
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
