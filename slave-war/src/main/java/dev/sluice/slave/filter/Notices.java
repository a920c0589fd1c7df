package dev.sluice.slave.filter;

import dev.sluice.policy.Decision;
import dev.sluice.policy.Reason;
import dev.sluice.policy.model.Action;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** Words the notices of one node. */
public final class Notices {
    private final String nodeId;

    public Notices(String nodeId) {
        this.nodeId = nodeId;
    }

    /** Of an exchange that the policy blocks. */
    public Notice blocked(Exchange exchange, Decision decision) {
        String said = decision.action() instanceof Action.Block block ? block.message() : "";
        if (decision.reason() == Reason.NO_POLICY) {
            return new Notice(503, "proxy_configuration_error", "No policy yet", said, details(exchange));
        }
        Map<String, String> details = new LinkedHashMap<>();
        details.put("Address", address(exchange.target()));
        put(details, "Rule", decision.ruleName().isEmpty() ? decision.ruleId() : decision.ruleName());
        details.put("Reason", decision.reason() == Reason.RULE ? "A rule matched" : "No rule allows it");
        put(details, "Category", decision.category());
        details.put("Policy revision", exchange.revision().toString());
        details.putAll(details(exchange));
        String message = said.isEmpty() ? "The policy of your network does not allow this address." : said;
        return new Notice(403, "http_request_denied", "Blocked", message, details);
    }

    /**
     * Of an exchange whose client has to say who it is.
     *
     * @param wrong whether it has, and name or password is not right
     */
    public Notice unknown(Exchange exchange, boolean wrong) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("Address", address(exchange.target()));
        details.putAll(details(exchange));
        String message = wrong
                ? "The name or the password is not right. Try again, or ask your administrator."
                : "The policy of your network asks who you are before it lets you through. Sign in with your name and password.";
        return new Notice(407, "http_request_denied", "Sign in", message, details);
    }

    /** Of an exchange that fails; the status is the trouble's. */
    public Notice failed(Exchange exchange, Trouble trouble, String message) {
        Map<String, String> details = new LinkedHashMap<>();
        put(details, "Address", address(exchange.target()));
        details.putAll(details(exchange));
        return new Notice(trouble.status(), trouble.proxyStatus(), trouble.title(), message, details);
    }

    /** Of an exchange whose origin fails, in words for that trouble. */
    public Notice failed(Exchange exchange, Trouble trouble) {
        return failed(exchange, trouble, message(trouble, exchange.target()));
    }

    private String message(Trouble trouble, Target target) {
        String where = target.uriHost() + ":" + target.port();
        return switch (trouble) {
            case DNS -> "The name " + target.host() + " has no address. Check its spelling.";
            case CONNECT -> where + " refuses the connection or cannot be reached.";
            case CONNECT_TIMEOUT -> where + " does not take the connection in time.";
            case TIMEOUT -> where + " does not answer in time.";
            case ORIGIN_ABORT -> where + " closed the connection before its answer was complete.";
            case BAD_RESPONSE -> where + " sent what is not an HTTP response.";
            case BUSY -> "Too many requests wait for " + where + ". Try again later.";
            case LOOP -> "The request leads back to this gateway.";
            case BAD_REQUEST -> "The gateway cannot understand the request.";
            case SCHEME -> "The gateway fetches http addresses; for https, ask for a tunnel with CONNECT.";
            case CLIENT_ABORT -> "The request ended before it was complete.";
            case DRAINED -> "The node " + nodeId + " is drained: it takes no requests for now. Try again.";
            case SIGN_IN -> "Too many are signing in at the node " + nodeId + ". Try again in a moment.";
            case AUDIT ->
                "The policy lets nothing through here without a record, and the node " + nodeId
                        + " cannot make one: its spool is full, or its disk fails. Nothing was sent. Tell your administrator.";
            case INTERNAL -> "The gateway failed. Tell your administrator the request id.";
        };
    }

    private static String address(Target target) {
        if (target.host().isEmpty()) {
            return "";
        }
        return target.isTunnel()
                ? target.uriHost() + ":" + target.port()
                : target.scheme() + "://" + target.uriHost() + (target.port() == 80 ? "" : ":" + target.port())
                        + target.path();
    }

    private Map<String, String> details(Exchange exchange) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("Node", nodeId);
        put(details, "User", exchange.user());
        details.put("Request id", exchange.requestId());
        details.put("Time", exchange.time().truncatedTo(ChronoUnit.SECONDS).toString());
        return details;
    }

    private static void put(Map<String, String> details, String label, String value) {
        if (!value.isEmpty()) {
            details.put(label, value);
        }
    }
}
