package dev.sluice.slave.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * Makes the code hot before clients come: requests through the real listener to an origin of its own on loopback. They
 * carry a random token that lives in this process, and only as long as the warm-up runs, so no client can pass for one.
 */
final class WarmUp {
    static final String HEADER = "Sluice-Warm-Up";
    private static final int CLIENTS = 8;
    private static final int BODY_BYTES = 1024;
    private static final int TIMEOUT_MILLIS = 10_000;

    private final byte[] token = token();
    private volatile boolean running;

    private static byte[] token() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII);
    }

    boolean isMine(Request request) {
        if (!running) {
            return false;
        }
        String shown = request.getHeaders().get(HEADER);
        return shown != null && MessageDigest.isEqual(token, shown.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends that many requests; returns when all are answered. */
    void run(InetSocketAddress proxy, int requests) throws Exception {
        Server origin = new Server(new InetSocketAddress("127.0.0.1", 0));
        origin.setHandler(new Fixed());
        origin.start();
        running = true;
        try {
            send(proxy, ((ServerConnector) origin.getConnectors()[0]).getLocalPort(), requests);
        } finally {
            running = false;
            origin.stop();
        }
    }

    private void send(InetSocketAddress proxy, int originPort, int requests)
            throws InterruptedException, ExecutionException {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int share = requests / CLIENTS + (i < requests % CLIENTS ? 1 : 0);
                running.add(clients.submit(() -> {
                    fetch(proxy, originPort, share);
                    return share;
                }));
            }
            for (Future<?> client : running) {
                client.get();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private void fetch(InetSocketAddress proxy, int originPort, int times) throws IOException {
        byte[] request = ("GET http://127.0.0.1:" + originPort + "/warm-up HTTP/1.1\r\nHost: 127.0.0.1:" + originPort
                        + "\r\n" + HEADER + ": " + new String(token, StandardCharsets.US_ASCII)
                        + "\r\nUser-Agent: sluice\r\nAccept: */*\r\nAccept-Encoding: gzip\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(proxy, TIMEOUT_MILLIS);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 4096);
            for (int i = 0; i < times; i++) {
                socket.getOutputStream().write(request);
                skipHead(in);
                in.skipNBytes(BODY_BYTES);
            }
        }
    }

    private static void skipHead(InputStream in) throws IOException {
        int tail = 0;
        while (tail != 0x0d0a0d0a) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The warm-up was cut short");
            }
            tail = (tail << 8) | next;
        }
    }

    private static final class Fixed extends Handler.Abstract.NonBlocking {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, BODY_BYTES);
            response.write(true, ByteBuffer.allocate(BODY_BYTES), callback);
            return true;
        }
    }
}
