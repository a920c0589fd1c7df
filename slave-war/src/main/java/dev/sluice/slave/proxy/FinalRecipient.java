package dev.sluice.slave.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Answers TRACE and OPTIONS whose hop limit ends at the proxy (RFC 9110 sections 9.3.7 and 9.3.8). */
final class FinalRecipient {
    private static final EnumSet<HttpHeader> PRIVATE = EnumSet.of(
            HttpHeader.AUTHORIZATION, HttpHeader.COOKIE, HttpHeader.PROXY_AUTHORIZATION, HttpHeader.PROXY_CONNECTION);

    private FinalRecipient() {}

    static void answer(Request request, Response response, Callback callback) {
        if (HttpMethod.TRACE.is(request.getMethod())) {
            byte[] echo = echo(request).getBytes(StandardCharsets.ISO_8859_1);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "message/http");
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, echo.length);
            response.write(true, ByteBuffer.wrap(echo), callback);
        } else {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, TRACE, CONNECT");
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
            response.write(true, BufferUtil.EMPTY_BUFFER, callback);
        }
    }

    private static String echo(Request request) {
        StringBuilder echo = new StringBuilder();
        echo.append(request.getMethod())
                .append(' ')
                .append(request.getHttpURI())
                .append(" HTTP/1.1\r\n");
        for (HttpField field : request.getHeaders()) {
            if (field.getHeader() == null || !PRIVATE.contains(field.getHeader())) {
                echo.append(field.getName())
                        .append(": ")
                        .append(field.getValue())
                        .append("\r\n");
            }
        }
        return echo.append("\r\n").toString();
    }
}
