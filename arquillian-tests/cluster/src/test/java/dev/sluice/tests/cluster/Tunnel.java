package dev.sluice.tests.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A tunnel through a proxy. */
final class Tunnel implements AutoCloseable {
    private final Socket socket;

    private Tunnel(Socket socket) {
        this.socket = socket;
    }

    /** Fails when the proxy answers anything but 200. */
    static Tunnel open(InetSocketAddress proxy, InetSocketAddress target) throws IOException {
        Socket socket = new Socket(proxy.getAddress(), proxy.getPort());
        try {
            socket.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
            Tunnel tunnel = new Tunnel(socket);
            String authority = target.getHostString() + ":" + target.getPort();
            tunnel.send("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
            String head = tunnel.readTo("\r\n\r\n");
            if (!head.startsWith("HTTP/1.1 200")) {
                throw new IOException("the proxy answered: " + head);
            }
            return tunnel;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** What comes until these characters have come, with them. */
    String readTo(String end) throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("the proxy closed after: " + read);
            }
            read.append((char) next);
        }
        return read.toString();
    }

    String readToTheEnd() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
