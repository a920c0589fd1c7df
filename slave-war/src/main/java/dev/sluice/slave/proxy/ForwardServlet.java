package dev.sluice.slave.proxy;

import dev.sluice.slave.filter.Exchange;
import dev.sluice.slave.filter.Target;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.ee10.proxy.AsyncProxyServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/**
 * Carries plain requests that were let through to their origins.
 *
 * <p>The servlet decides nothing: the exchange says where to go. Bodies pass both ways as chunks of the core request and
 * response, without the servlet's streams and their thread hand-offs; each side reads only when the other has written.
 */
final class ForwardServlet extends AsyncProxyServlet {
    private static final long serialVersionUID = 1L;
    private static final String CONTINUED = ForwardServlet.class.getName() + ".continued";
    /** How long a client is kept waiting for a 100 that its origin may never send (RFC 9110 section 10.1.1). */
    private static final long CONTINUE_AFTER_MILLIS = 1_000;

    /** What may be asked twice (RFC 9110 section 9.2.1). */
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final transient Origins origins;
    private final transient Via via;
    private final transient Complaints complaints;

    ForwardServlet(Origins origins, Via via, Complaints complaints) {
        this.origins = origins;
        this.via = via;
        this.complaints = complaints;
    }

    @Override
    protected HttpClient createHttpClient() {
        return origins.start(this::onContinue);
    }

    /** Not asked: the exchange knows the target, and the gate let it through. */
    @Override
    protected String rewriteTarget(HttpServletRequest clientRequest) {
        return "";
    }

    @Override
    protected Request newProxyRequest(HttpServletRequest clientRequest, String ignored) {
        Target target = Exchanges.of(core(clientRequest)).target();
        return new OriginRequest(getHttpClient(), target)
                .method(clientRequest.getMethod())
                .attribute(CLIENT_REQUEST_ATTRIBUTE, clientRequest);
    }

    private static String authority(Target target) {
        return target.port() == 80 ? target.uriHost() : target.uriHost() + ":" + target.port();
    }

    @Override
    protected void copyRequestHeaders(HttpServletRequest clientRequest, Request proxyRequest) {
        org.eclipse.jetty.server.Request core = core(clientRequest);
        Exchange exchange = Exchanges.of(core);
        proxyRequest.headers(headers -> {
            headers.clear();
            headers.add(HttpHeader.HOST, authority(exchange.target()));
            copy(core.getHeaders(), headers, exchange);
            via.addTo(headers);
        });
        if (Trailers.areAnnounced(core.getHeaders())) {
            proxyRequest.headers(headers -> Trailers.announce(core.getHeaders(), headers));
            proxyRequest.trailersSupplier(Trailers.of(core::getTrailers));
        }
    }

    private static void copy(HttpFields from, HttpFields.Mutable to, Exchange exchange) {
        HopByHop.copy(from, to, "host");
        if (exchange.isSynthetic()) {
            to.remove(WarmUp.HEADER);
        }
        MaxForwards.lower(exchange.method(), to);
    }

    /** Via is there already; no Forwarded: origins do not learn who asks. */
    @Override
    protected void addProxyHeaders(HttpServletRequest clientRequest, Request proxyRequest) {}

    @Override
    protected boolean hasContent(HttpServletRequest clientRequest) {
        org.eclipse.jetty.server.Request core = core(clientRequest);
        return core.getLength() > 0 || core.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    @Override
    protected Request.Content proxyRequestContent(
            HttpServletRequest clientRequest, HttpServletResponse response, Request proxyRequest) {
        org.eclipse.jetty.server.Request core = core(clientRequest);
        return new RequestBody(core, Exchanges.of(core));
    }

    @Override
    protected void sendProxyRequest(
            HttpServletRequest clientRequest, HttpServletResponse response, Request proxyRequest) {
        if (proxyRequest.getBody() != null && expects100Continue(clientRequest)) {
            proxyRequest.attribute(CONTINUED, new AtomicBoolean());
            Runnable proceed = () -> ((OriginRequest) proxyRequest).proceed(onContinue(clientRequest, proxyRequest));
            origins.schedule(() -> origins.execute(proceed), CONTINUE_AFTER_MILLIS, TimeUnit.MILLISECONDS);
        }
        boolean repeatable = proxyRequest.getBody() == null && SAFE.contains(clientRequest.getMethod());
        ResponseRelay relay = relay(clientRequest, repeatable ? () -> repeat(clientRequest) : null);
        InterimResponses.tie(proxyRequest, relay);
        proxyRequest.send(relay);
    }

    /** On a connection of its own: others that are kept may be closed just as well. */
    private void repeat(HttpServletRequest clientRequest) {
        Request proxyRequest = newProxyRequest(clientRequest, "");
        copyRequestHeaders(clientRequest, proxyRequest);
        proxyRequest.headers(headers -> headers.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE));
        ResponseRelay relay = relay(clientRequest, null);
        InterimResponses.tie(proxyRequest, relay);
        getHttpClient()
                .resolveDestination(proxyRequest)
                .newConnection(Promise.from(connection -> connection.send(proxyRequest, relay), relay::notSent));
    }

    private ResponseRelay relay(HttpServletRequest clientRequest, @Nullable Runnable again) {
        ServletContextRequest request = ServletContextRequest.getServletContextRequest(clientRequest);
        return new ResponseRelay(request, clientRequest.getAsyncContext(), via, complaints, again);
    }

    private Runnable onContinue(Request proxyRequest) {
        return proxyRequest.getAttributes().get(CLIENT_REQUEST_ATTRIBUTE) instanceof HttpServletRequest clientRequest
                ? onContinue(clientRequest, proxyRequest)
                : () -> {};
    }

    /** Lets the client send its body, once: when the origin says so or has kept silent for too long. */
    @Override
    protected Runnable onContinue(HttpServletRequest clientRequest, Request proxyRequest) {
        @Nullable
        AtomicBoolean continued = (AtomicBoolean) proxyRequest.getAttributes().get(CONTINUED);
        if (continued == null || !continued.compareAndSet(false, true)) {
            return () -> {};
        }
        return super.onContinue(clientRequest, proxyRequest);
    }

    private static org.eclipse.jetty.server.Request core(HttpServletRequest clientRequest) {
        return ServletContextRequest.getServletContextRequest(clientRequest).getWrapped();
    }
}
