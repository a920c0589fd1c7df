package dev.sluice.slave.proxy;

import dev.sluice.slave.filter.Exchange;
import dev.sluice.slave.filter.Notice;
import dev.sluice.slave.filter.NoticeFormat;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Writes notices as responses that are never cached. */
final class Replies {
    private static final HttpField NO_STORE = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");
    private static final HttpField NO_SNIFFING = new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
    private static final HttpField NO_SCRIPTS =
            new PreEncodedHttpField("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");

    /** RFC 7617 section 2.1. */
    private static final HttpField WHO =
            new PreEncodedHttpField(HttpHeader.PROXY_AUTHENTICATE, "Basic realm=\"Sluice\", charset=\"UTF-8\"");

    private final String nodeId;

    Replies(String nodeId) {
        this.nodeId = nodeId;
    }

    /** As {@link #send}, and lets the client's program ask for name and password. */
    void ask(Request request, Response response, Callback callback, Notice notice) {
        response.getHeaders().put(WHO);
        send(request, response, callback, notice);
    }

    /** Sends the notice as the whole response; the callback is told when it is written. */
    void send(Request request, Response response, Callback callback, Notice notice) {
        String accept = request.getHeaders().get(HttpHeader.ACCEPT);
        NoticeFormat format = NoticeFormat.accepted(accept == null ? "" : accept);
        byte[] body = format.body(notice);
        Exchange exchange = Exchanges.find(request);
        if (exchange != null) {
            exchange.mimeType(format.mediaType());
        }
        response.setStatus(notice.status());
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(NO_STORE).put(NO_SNIFFING).put(NO_SCRIPTS);
        headers.put("Proxy-Status", nodeId + "; error=" + notice.proxyStatus());
        headers.put(HttpHeader.CONTENT_TYPE, format.contentType());
        headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        if (hasBody(request) || HttpMethod.CONNECT.is(request.getMethod())) {
            headers.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        }
        boolean head = HttpMethod.HEAD.is(request.getMethod());
        response.write(true, head ? BufferUtil.EMPTY_BUFFER : ByteBuffer.wrap(body), callback);
    }

    private static boolean hasBody(Request request) {
        return request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }
}
