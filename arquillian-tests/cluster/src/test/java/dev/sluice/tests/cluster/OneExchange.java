package dev.sluice.tests.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One exchange on a connection of its own. Unlike other clients, this one never asks twice: whatever it sees is of one
 * request.
 */
final class OneExchange implements AutoCloseable {
    /** Longer than a part is stopped for. */
    private static final int PATIENCE_MILLIS = 30_000;

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: (\\d+)");
    private static final Pattern NODE = Pattern.compile("(?i)\r\nVia: 1\\.1 ([a-z0-9-]+)|\\bNode: ([a-z0-9-]+)");

    private final Socket socket = new Socket();

    /** @throws IOException when no connection is made */
    OneExchange(InetSocketAddress proxy) throws IOException {
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(proxy, PATIENCE_MILLIS);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** All that came. */
    record Answer(int status, String node) {}

    /** @throws IOException when the answer did not come whole */
    Answer get(String url) throws IOException {
        return ask("GET", url);
    }

    /** Without a body. @throws IOException when the answer did not come whole */
    Answer post(String url) throws IOException {
        return ask("POST", url);
    }

    private Answer ask(String method, String url) throws IOException {
        send(method, url);
        String text = readAll();
        int head = text.indexOf("\r\n\r\n");
        Matcher length = LENGTH.matcher(text);
        if (head < 0 || !length.find() || text.length() - head - 4 != Integer.parseInt(length.group(1))) {
            throw new IOException("cut off after: " + text);
        }
        return new Answer(status(text), node(text));
    }

    /** Goes away when the answer has begun. */
    Answer begin(String url) throws IOException {
        send("GET", url);
        String text = readHead();
        socket.setSoLinger(true, 0);
        return new Answer(status(text), node(text));
    }

    /** Fetches the page through a tunnel. */
    Answer tunnel(String authority, String userAgent, String page) throws IOException {
        send("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\nUser-Agent: " + userAgent + "\r\n\r\n");
        String established = readHead();
        if (status(established) == 200) {
            send("GET /index.html HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            if (!readAll().endsWith(page)) {
                throw new IOException("the tunnel was cut");
            }
        }
        return new Answer(status(established), node(established));
    }

    private void send(String method, String url) throws IOException {
        String host = url.split("/", 4)[2];
        String length = method.equals("POST") ? "Content-Length: 0\r\n" : "";
        send(method + " " + url + " HTTP/1.1\r\nHost: " + host + "\r\n" + length + "Connection: close\r\n\r\n");
    }

    private void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private String readAll() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private String readHead() throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after: " + head.toString(StandardCharsets.ISO_8859_1));
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static int status(String text) throws IOException {
        Matcher status = STATUS.matcher(text);
        if (!status.lookingAt()) {
            throw new IOException("no status in: " + text);
        }
        return Integer.parseInt(status.group(1));
    }

    private static String node(String text) {
        Matcher node = NODE.matcher(text);
        return !node.find() ? "" : node.group(1) == null ? node.group(2) : node.group(1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
