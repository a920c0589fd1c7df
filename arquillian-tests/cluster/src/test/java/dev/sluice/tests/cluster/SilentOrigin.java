package dev.sluice.tests.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An origin on all addresses of this machine that takes requests and never answers, and clients of it behind a proxy. */
final class SilentOrigin implements AutoCloseable {
    private final InetSocketAddress proxy;
    private final ServerSocket listener = new ServerSocket(0);
    private final List<Closeable> open = new ArrayList<>(List.of(listener));

    SilentOrigin(InetSocketAddress proxy) throws IOException {
        this.proxy = proxy;
        listener.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
    }

    /** Returns once the request is under way: it has reached the origin. */
    void ask(String host, String path) throws IOException {
        Socket client = new Socket(proxy.getAddress(), proxy.getPort());
        open.add(client);
        String authority = host + ":" + listener.getLocalPort();
        String request = "GET http://" + authority + path + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n";
        client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        Socket taken = listener.accept();
        open.add(taken);
        if (taken.getInputStream().read() < 0) {
            throw new IOException("the proxy went away");
        }
    }

    @Override
    public void close() throws IOException {
        for (Closeable one : open) {
            one.close();
        }
    }
}
