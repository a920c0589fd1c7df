package dev.sluice.slave.proxy;

import dev.sluice.slave.filter.Exchange;
import dev.sluice.slave.filter.Trouble;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A client's request body as the body of the request to the origin: read only when the origin takes more. */
final class RequestBody implements org.eclipse.jetty.client.Request.Content {
    private final Request request;
    private final Exchange exchange;

    RequestBody(Request request, Exchange exchange) {
        this.request = request;
        this.exchange = exchange;
    }

    /** None is made up: the client's own, if any, is among the headers. */
    @Override
    public @Nullable String getContentType() {
        return null;
    }

    @Override
    public long getLength() {
        return request.getLength();
    }

    @Override
    public Content.@Nullable Chunk read() {
        Content.Chunk chunk = request.read();
        if (Content.Chunk.isFailure(chunk)) {
            exchange.fail(Trouble.CLIENT_ABORT);
        }
        return chunk;
    }

    @Override
    public void demand(Runnable demandCallback) {
        request.demand(demandCallback);
    }

    @Override
    public void fail(Throwable failure) {
        request.fail(failure);
    }

    @Override
    public boolean rewind() {
        return false;
    }
}
