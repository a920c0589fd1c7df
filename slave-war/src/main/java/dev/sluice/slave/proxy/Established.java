package dev.sluice.slave.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers CONNECT with 200 and nothing else: Jetty would add a Content-Length, which such an answer must not have (RFC
 * 9110 section 9.3.6).
 */
final class Established extends HttpStream.Wrapper {
    private static final byte[] ANSWER =
            "HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final EndPoint client;

    Established(HttpStream wrapped, EndPoint client) {
        super(wrapped);
        this.client = client;
    }

    @Override
    public void send(
            MetaData.Request request,
            MetaData.@Nullable Response response,
            boolean last,
            @Nullable ByteBuffer content,
            Callback callback) {
        client.write(callback, ByteBuffer.wrap(ANSWER));
    }
}
