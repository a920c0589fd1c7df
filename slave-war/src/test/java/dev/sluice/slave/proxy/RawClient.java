package dev.sluice.slave.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Speaks HTTP/1.1 byte by byte, also where it is wrong. */
final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    final Socket socket = new Socket();
    final InputStream in;
    /** Of the last chunked answer. */
    final List<String> trailers = new ArrayList<>();

    RawClient(int port) {
        this(port, -1);
    }

    RawClient(int port, int receiveBuffer) {
        try {
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What came back. A body that broke off says so. */
    record Reply(int status, List<String> lines, byte[] body, boolean complete) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** All values of a field, joined; empty for none. */
        String field(String name) {
            List<String> values = new ArrayList<>();
            for (String line : lines) {
                if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                    values.add(line.substring(name.length() + 1).strip());
                }
            }
            return String.join(", ", values);
        }
    }

    RawClient send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A GET in absolute-form with that Host. */
    RawClient get(String uri) {
        return request("GET", uri, "");
    }

    /** A request with more header lines, each ended by CRLF. */
    RawClient request(String method, String uri, String lines) {
        return send(method + " " + uri + " HTTP/1.1\r\nHost: " + authority(uri) + "\r\n" + lines + "\r\n");
    }

    private static String authority(String uri) {
        String rest = uri.substring(uri.indexOf("://") < 0 ? 0 : uri.indexOf("://") + 3);
        return rest.split("[/?#]", 2)[0].replaceFirst(".*@", "");
    }

    Reply read() {
        return read("GET");
    }

    /** Reads one final response to a request with that method; interim ones are kept out. */
    Reply read(String method) {
        try {
            Reply head = readHead();
            while (head.status() / 100 == 1) {
                head = readHead();
            }
            return withBody(head, method);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the head and so many bytes of the body. */
    String readSome(int bytes) {
        try {
            readHead();
            return new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Reply readHead() throws IOException {
        List<String> lines = new ArrayList<>();
        String first = line();
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines.add(line);
        }
        return new Reply(Integer.parseInt(first.split(" ", -1)[1]), lines, new byte[0], true);
    }

    private Reply withBody(Reply head, String method) throws IOException {
        boolean none = method.equals("HEAD") || head.status() == 204 || head.status() == 304;
        if (none || (method.equals("CONNECT") && head.status() == 200)) {
            return head;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean complete;
        try {
            complete = head.field("Transfer-Encoding").equals("chunked")
                    ? chunks(body)
                    : head.field("Content-Length").isEmpty()
                            ? in.transferTo(body) >= 0
                            : bytes(body, Integer.parseInt(head.field("Content-Length")));
        } catch (IOException reset) {
            complete = false;
        }
        return new Reply(head.status(), head.lines(), body.toByteArray(), complete);
    }

    private boolean chunks(ByteArrayOutputStream body) throws IOException {
        while (true) {
            int size = Integer.parseInt(line(), 16);
            if (size == 0) {
                trailers.clear();
                for (String line = line(); !line.isEmpty(); line = line()) {
                    trailers.add(line);
                }
                return true;
            }
            if (!bytes(body, size)) {
                return false;
            }
            line();
        }
    }

    private boolean bytes(ByteArrayOutputStream body, int count) throws IOException {
        byte[] read = in.readNBytes(count);
        body.writeBytes(read);
        return read.length == count;
    }

    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("closed after '" + line + "'");
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.UTF_8).replaceFirst("\r$", "");
    }

    /** Whether the other side has closed, in whatever way. */
    boolean isAtEnd() {
        try {
            return in.read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
