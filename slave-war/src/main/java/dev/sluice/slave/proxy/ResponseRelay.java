package dev.sluice.slave.proxy;

import dev.sluice.slave.filter.Exchange;
import dev.sluice.slave.filter.Trouble;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.client.Connection;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/**
 * Writes an origin's response to the client, chunk by chunk; the next chunk is asked for when the last one is written,
 * so a slow client slows its origin and nothing piles up. A response that breaks off is never ended as if complete.
 */
final class ResponseRelay implements Response.Listener {
    private final ServletContextRequest servletRequest;
    private final AsyncContext async;
    private final Request request;
    private final org.eclipse.jetty.server.Response client;
    private final Exchange exchange;
    private final Via via;
    private final Complaints complaints;
    private final @Nullable Runnable again;
    private final AtomicBoolean done = new AtomicBoolean();
    private long expected = -1;
    private long received;
    private boolean lastSent;
    /** Done when the interim responses so far are written: nothing else may be written before. */
    private volatile CompletableFuture<Void> interim = CompletableFuture.completedFuture(null);

    ResponseRelay(
            ServletContextRequest servletRequest,
            AsyncContext async,
            Via via,
            Complaints complaints,
            @Nullable Runnable again) {
        this.servletRequest = servletRequest;
        this.async = async;
        this.request = servletRequest.getWrapped();
        this.client = servletRequest.getServletContextResponse().getWrapped();
        this.exchange = Exchanges.of(request);
        this.via = via;
        this.complaints = complaints;
        this.again = again;
    }

    /**
     * Writes an interim response of the origin to the client, unless it is one of HTTP/1.0, which knows none. Of the
     * fields, Jetty writes those of 103 only; the other responses say all by their status.
     */
    void passOn(int status, HttpFields fields) {
        if (!isModern()) {
            return;
        }
        HttpFields.Mutable headers = HttpFields.build();
        HopByHop.copy(fields, headers, "");
        via.addTo(headers);
        interim = interim.thenCompose(written -> client.writeInterim(status, headers));
    }

    /** Whether the client knows interim responses and chunks. */
    private boolean isModern() {
        return request.getConnectionMetaData().getHttpVersion().getVersion() >= HttpVersion.HTTP_1_1.getVersion();
    }

    private void afterInterim(Runnable write) {
        if (interim.isDone()) {
            write.run();
        } else {
            CompletableFuture<Void> unused = interim.whenComplete((written, failure) -> write.run());
        }
    }

    @Override
    public void onHeaders(Response origin) {
        exchange.answered();
        Connection connection = origin.getRequest().getConnection();
        if (connection != null && connection.getRemoteSocketAddress() instanceof InetSocketAddress address) {
            exchange.connected(address.getAddress().getHostAddress() + ":" + address.getPort());
        }
        client.setStatus(origin.getStatus());
        HttpFields.Mutable headers = client.getHeaders();
        HopByHop.copy(origin.getHeaders(), headers, "");
        via.addTo(headers);
        if (Trailers.areAnnounced(origin.getHeaders()) && isModern() && !HttpMethod.HEAD.is(request.getMethod())) {
            Trailers.announce(origin.getHeaders(), headers);
            client.setTrailersSupplier(Trailers.of(origin::getTrailers));
        }
        if (!headers.contains(HttpHeader.DATE)) {
            headers.add(
                    request.getConnectionMetaData().getConnector().getServer().getDateField());
        }
        exchange.mimeType(mediaType(origin.getHeaders()));
        expected = origin.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
    }

    private static String mediaType(HttpFields headers) {
        HttpField field = headers.getField(HttpHeader.CONTENT_TYPE);
        if (field == null || field.getValue() == null) {
            return "";
        }
        String value = field.getValue();
        int semicolon = value.indexOf(';');
        return semicolon < 0 ? value : value.substring(0, semicolon).strip();
    }

    @Override
    public void onContent(Response origin, Content.Chunk chunk, Runnable demander) {
        ByteBuffer bytes = chunk.getByteBuffer();
        received += bytes.remaining();
        lastSent = received == expected;
        chunk.retain();
        boolean last = lastSent;
        afterInterim(() -> client.write(last, bytes, new Written(origin, chunk, demander)));
    }

    private final class Written implements Callback {
        private final Response origin;
        private final Content.Chunk chunk;
        private final Runnable demander;

        private Written(Response origin, Content.Chunk chunk, Runnable demander) {
            this.origin = origin;
            this.chunk = chunk;
            this.demander = demander;
        }

        @Override
        public void succeeded() {
            chunk.release();
            demander.run();
        }

        @Override
        public void failed(Throwable failure) {
            chunk.release();
            exchange.fail(Trouble.CLIENT_ABORT);
            CompletableFuture<Boolean> unused = origin.abort(failure);
        }

        @Override
        public Invocable.InvocationType getInvocationType() {
            return Invocable.InvocationType.NON_BLOCKING;
        }
    }

    @Override
    public void onSuccess(Response origin) {
        if (lastSent) {
            finish();
            return;
        }
        afterInterim(() -> client.write(
                true,
                BufferUtil.EMPTY_BUFFER,
                Callback.from(Invocable.InvocationType.NON_BLOCKING, this::finish, this::breakOff)));
    }

    /** Where the origin answered before it had the whole request, that is an end like any other. */
    private void finish() {
        if (done.compareAndSet(false, true)) {
            async.complete();
        }
    }

    @Override
    public void onComplete(Result result) {
        Throwable failure = result.getResponseFailure();
        if (failure == null && result.getResponse().getStatus() == 0) {
            failure = result.getRequestFailure();
        }
        if (failure == null || done.get()) {
            return;
        }
        if (client.isCommitted()) {
            exchange.fail(Failures.toAnswer(failure));
            breakOff(failure);
        } else {
            beforeAnswer(Failures.toAnswer(failure), result.getResponse().getStatus() == 0);
        }
    }

    /** An origin may close a kept connection just when it is used again (RFC 9112 section 9.3.1): that is no failure. */
    private void beforeAnswer(Trouble trouble, boolean silent) {
        if (exchange.trouble() == Trouble.DRAINED) {
            complain(Trouble.DRAINED);
        } else if (again != null && silent && trouble == Trouble.ORIGIN_ABORT) {
            again.run();
        } else {
            complain(trouble);
        }
    }

    /** There was no connection to send the request on. */
    void notSent(Throwable failure) {
        complain(Failures.toAnswer(failure));
    }

    private void complain(Trouble trouble) {
        if (done.compareAndSet(false, true)) {
            afterInterim(() -> {
                client.reset();
                complaints.send(request, client, Callback.from(async::complete, this::abort), trouble);
            });
        }
    }

    private void breakOff(Throwable failure) {
        exchange.fail(Trouble.CLIENT_ABORT);
        if (done.compareAndSet(false, true)) {
            abort(failure);
        }
    }

    private void abort(Throwable failure) {
        Sockets.resetOnClose(request.getConnectionMetaData().getConnection().getEndPoint());
        servletRequest.getServletChannel().abort(new IOException("The response broke off", failure));
        try {
            async.complete();
        } catch (IllegalStateException alreadyEnded) {
            // Where nothing of it was under way, the abort has ended the exchange itself.
        }
    }
}
