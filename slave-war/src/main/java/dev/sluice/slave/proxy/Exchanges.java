package dev.sluice.slave.proxy;

import dev.sluice.slave.filter.Exchange;
import java.util.Objects;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Ties exchanges to the requests that carry them. */
final class Exchanges {
    private static final String ATTRIBUTE = Exchange.class.getName();

    private Exchanges() {}

    static void tie(Request request, Exchange exchange) {
        request.setAttribute(ATTRIBUTE, exchange);
    }

    static Exchange of(Request request) {
        return Objects.requireNonNull(find(request), "The request has no exchange");
    }

    static @Nullable Exchange find(Request request) {
        return (Exchange) request.getAttribute(ATTRIBUTE);
    }
}
