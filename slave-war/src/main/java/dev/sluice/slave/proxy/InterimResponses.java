package dev.sluice.slave.proxy;

import java.util.Objects;
import org.eclipse.jetty.client.ProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpExchange;
import org.eclipse.jetty.client.transport.HttpRequest;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Hands an origin's interim responses to the relay of the exchange, which passes them on (RFC 9110 section 15.2). Not
 * 100, for which the client's upload waits, and not 101: the proxy never asks for it.
 */
final class InterimResponses implements ProtocolHandler {
    private static final String RELAY = ResponseRelay.class.getName();

    /** Lets the relay of a request have the interim responses to it. */
    static void tie(Request request, ResponseRelay relay) {
        request.attribute(RELAY, relay);
    }

    static boolean isOne(Response response) {
        return HttpStatus.isInformational(response.getStatus())
                && response.getStatus() > HttpStatus.SWITCHING_PROTOCOLS_101;
    }

    @Override
    public String getName() {
        return "interim";
    }

    @Override
    public boolean accept(Request request, Response response) {
        return isOne(response);
    }

    @Override
    public Response.Listener getResponseListener() {
        return new Passing();
    }

    private static final class Passing implements Response.Listener {
        /** Makes way for the response that follows on the same exchange. */
        @Override
        public void onSuccess(Response response) {
            HttpExchange exchange = exchange(response);
            HttpFields headers = HttpFields.build(response.getHeaders());
            exchange.resetResponse();
            if (response.getRequest().getAttributes().get(RELAY) instanceof ResponseRelay relay) {
                relay.passOn(response.getStatus(), headers);
            }
        }

        @Override
        public void onFailure(Response response, Throwable failure) {
            HttpExchange exchange = exchange(response);
            exchange.getResponseListeners()
                    .emitFailureComplete(
                            new Result(exchange.getRequest(), exchange.getRequestFailure(), response, failure));
        }

        private static HttpExchange exchange(Response response) {
            HttpConversation conversation = ((HttpRequest) response.getRequest()).getConversation();
            conversation.updateResponseListeners(null);
            return Objects.requireNonNull(conversation.getExchanges().peekLast());
        }
    }
}
