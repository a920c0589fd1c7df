package dev.sluice.slave.proxy;

import dev.sluice.policy.Decision;
import dev.sluice.slave.filter.Audit;
import dev.sluice.slave.filter.Exchange;
import dev.sluice.slave.filter.Gate;
import dev.sluice.slave.filter.Ledger;
import dev.sluice.slave.filter.Notices;
import dev.sluice.slave.filter.RequestIds;
import dev.sluice.slave.filter.Target;
import dev.sluice.slave.filter.Trouble;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Where every request comes in: opens its exchange, reads its target, and asks the gate. Only what is let through
 * reaches the handlers behind; all else is answered here.
 */
final class FrontDoor extends Handler.Wrapper {
    /** A disk that does not answer for so long refuses. */
    private static final long AUDIT_SECONDS = 10;

    private final Ledger ledger;
    private final Gate gate;
    private final Audit audit;
    private final Notices notices;
    private final Replies replies;
    private final Complaints complaints;
    private final Via via;
    private final Clock clock;
    private final Predicate<Request> isWarmUp;
    private final RequestIds ids = new RequestIds();
    private final Drain drain;

    FrontDoor(
            Handler next,
            Ledger ledger,
            Gate gate,
            Audit audit,
            Notices notices,
            Replies replies,
            Complaints complaints,
            Via via,
            Clock clock,
            Predicate<Request> isWarmUp,
            Drain drain) {
        super(next);
        this.ledger = ledger;
        this.gate = gate;
        this.audit = audit;
        this.notices = notices;
        this.replies = replies;
        this.complaints = complaints;
        this.via = via;
        this.clock = clock;
        this.isWarmUp = isWarmUp;
        this.drain = drain;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Exchange exchange = open(request);
        if (drain.closesConnections() && !HttpMethod.CONNECT.is(request.getMethod())) {
            response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        }
        try {
            exchange.aim(Targets.read(request));
        } catch (BadTargetException bad) {
            complaints.send(request, response, callback, bad.trouble(), bad.explanation());
            return true;
        }
        if (exchange.isSynthetic()) {
            return super.handle(request, response, callback);
        }
        if (drain.refuses()) {
            complaints.send(request, response, callback, Trouble.DRAINED);
            return true;
        }
        try {
            return admit(exchange, request, response, callback);
        } catch (Exception failure) {
            exchange.fail(Trouble.INTERNAL);
            throw failure;
        }
    }

    private Exchange open(Request request) {
        String userAgent = request.getHeaders().get(HttpHeader.USER_AGENT);
        Exchange exchange = new Exchange(
                ids.next(), clock.instant(), client(request), request.getMethod(), userAgent == null ? "" : userAgent);
        Exchanges.tie(request, exchange);
        if (isWarmUp.test(request)) {
            exchange.markSynthetic();
        }
        ledger.open(exchange);
        return exchange;
    }

    static InetAddress client(Request request) {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address
                ? address.getAddress()
                : InetAddress.getLoopbackAddress();
    }

    private boolean admit(Exchange exchange, Request request, Response response, Callback callback) throws Exception {
        String credentials = request.getHeaders().get(HttpHeader.PROXY_AUTHORIZATION);
        if (credentials == null) {
            return decided(gate.decide(exchange), exchange, request, response, callback);
        }
        CompletableFuture<Decision> decision = gate.decide(exchange, credentials);
        if (decision.isDone() && !decision.isCompletedExceptionally()) {
            return decided(decision.join(), exchange, request, response, callback);
        }
        CompletableFuture<Decision> unused = decision.whenCompleteAsync(
                (made, failure) -> goOn(
                        request,
                        response,
                        callback,
                        failure == null
                                ? () -> decided(made, exchange, request, response, callback)
                                : () -> notSignedIn(failure, request, response, callback)),
                getServer().getThreadPool());
        return true;
    }

    /** Of who cannot be told now who he is. */
    private boolean notSignedIn(Throwable failure, Request request, Response response, Callback callback) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (!(cause instanceof RejectedExecutionException)) {
            throw new IllegalStateException("A password was not checked", cause);
        }
        return complain(Trouble.SIGN_IN, request, response, callback);
    }

    private boolean complain(Trouble trouble, Request request, Response response, Callback callback) {
        complaints.send(request, response, callback, trouble);
        return true;
    }

    private boolean decided(Decision decision, Exchange exchange, Request request, Response response, Callback callback)
            throws Exception {
        if (!decision.audit()) {
            return answer(decision, exchange, request, response, callback);
        }
        CompletableFuture<Void> unused = audit.open(exchange.opening())
                .completeOnTimeout(false, AUDIT_SECONDS, TimeUnit.SECONDS)
                .thenAcceptAsync(
                        safe -> goOn(
                                request,
                                response,
                                callback,
                                safe
                                        ? () -> answer(decision, exchange, request, response, callback)
                                        : () -> complain(Trouble.AUDIT, request, response, callback)),
                        getServer().getThreadPool());
        return true;
    }

    private interface Step {
        /** @return whether somebody answers */
        boolean take() throws Exception;
    }

    /** On another thread than the one that brought the request, so that nobody else deals with failures. */
    private void goOn(Request request, Response response, Callback callback, Step step) {
        try {
            if (!step.take()) {
                Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
            }
        } catch (Exception failure) {
            Exchanges.of(request).fail(Trouble.INTERNAL);
            Response.writeError(request, response, callback, failure);
        }
    }

    private boolean answer(Decision decision, Exchange exchange, Request request, Response response, Callback callback)
            throws Exception {
        if (decision.asks()) {
            boolean wrong = request.getHeaders().contains(HttpHeader.PROXY_AUTHORIZATION);
            replies.ask(request, response, callback, notices.unknown(exchange, wrong));
            return true;
        }
        if (decision.blocks()) {
            replies.send(request, response, callback, notices.blocked(exchange, decision));
            return true;
        }
        if (via.isIn(request.getHeaders())) {
            complaints.send(request, response, callback, Trouble.LOOP);
            return true;
        }
        if (MaxForwards.isSpent(request.getMethod(), request.getHeaders())) {
            FinalRecipient.answer(request, response, callback);
            return true;
        }
        return super.handle(request, response, callback);
    }

    /** For requests that never came to a handler, because their bytes were not HTTP. */
    Exchange openBad(Request request, Target target) {
        Exchange exchange = open(request);
        exchange.aim(target);
        exchange.fail(Trouble.BAD_REQUEST);
        return exchange;
    }
}
