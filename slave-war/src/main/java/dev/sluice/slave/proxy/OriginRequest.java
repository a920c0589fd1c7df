package dev.sluice.slave.proxy;

import dev.sluice.slave.filter.Target;
import java.net.URI;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpExchange;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request to an origin, whose host and path go out as they are: java.net.URI would refuse many that are in use, and
 * take others apart wrongly.
 */
final class OriginRequest extends HttpRequest {
    private static final URI UNUSED = URI.create("http://unused/");

    private final Target target;

    OriginRequest(HttpClient client, Target target) {
        super(client, new HttpConversation(), UNUSED);
        this.target = target;
    }

    /** Sends the body without waiting for a 100 any longer, after that action. Does nothing where it was sent before. */
    void proceed(Runnable action) {
        HttpExchange exchange = getConversation().getExchanges().peekLast();
        if (exchange != null) {
            exchange.proceed(action, null);
        }
    }

    @Override
    public String getHost() {
        return target.uriHost();
    }

    @Override
    public int getPort() {
        return target.port();
    }

    @Override
    public String getPath() {
        return target.path();
    }

    @Override
    public @Nullable String getQuery() {
        return target.query().isEmpty() ? null : target.query().substring(1);
    }
}
