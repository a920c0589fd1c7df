package dev.sluice.slave.proxy;

import dev.sluice.slave.filter.Exchange;
import dev.sluice.slave.filter.Notices;
import dev.sluice.slave.filter.Trouble;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Tells clients of trouble, and notes it in the exchange. */
final class Complaints {
    private final Notices notices;
    private final Replies replies;

    Complaints(Notices notices, Replies replies) {
        this.notices = notices;
        this.replies = replies;
    }

    void send(Request request, Response response, Callback callback, Trouble trouble) {
        Exchange exchange = Exchanges.of(request);
        exchange.fail(trouble);
        replies.send(request, response, callback, notices.failed(exchange, trouble));
    }

    void send(Request request, Response response, Callback callback, Trouble trouble, String message) {
        Exchange exchange = Exchanges.of(request);
        exchange.fail(trouble);
        replies.send(request, response, callback, notices.failed(exchange, trouble, message));
    }
}
