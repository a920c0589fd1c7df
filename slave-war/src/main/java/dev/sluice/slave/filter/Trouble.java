package dev.sluice.slave.filter;

/** Why the gateway answers by itself, or ends an exchange early, for a reason other than the policy. */
public enum Trouble {
    BAD_REQUEST(400, "bad-request", "http_request_error", "Bad request"),
    SCHEME(501, "scheme", "http_request_error", "Scheme not supported"),
    LOOP(508, "loop", "proxy_loop_detected", "Loop detected"),
    DNS(502, "dns", "dns_error", "Host not found"),
    CONNECT(502, "connect", "connection_refused", "Host not reachable"),
    CONNECT_TIMEOUT(504, "timeout", "connection_timeout", "No connection in time"),
    TIMEOUT(504, "timeout", "http_response_timeout", "No answer in time"),
    ORIGIN_ABORT(502, "origin-abort", "connection_terminated", "Connection lost"),
    BAD_RESPONSE(502, "bad-response", "http_protocol_error", "Answer not understood"),
    BUSY(503, "busy", "connection_limit_reached", "Too many connections"),
    CLIENT_ABORT(400, "client-abort", "http_request_error", "Request cut short"),
    DRAINED(503, "drained", "proxy_internal_response", "Gateway drained"),
    SIGN_IN(503, "sign-in", "proxy_internal_error", "Too many are signing in"),
    AUDIT(503, "audit", "proxy_internal_error", "Not recorded"),
    INTERNAL(500, "internal", "proxy_internal_error", "Gateway error");

    private final int status;
    private final String word;
    private final String proxyStatus;
    private final String title;

    Trouble(int status, String word, String proxyStatus, String title) {
        this.status = status;
        this.word = word;
        this.proxyStatus = proxyStatus;
        this.title = title;
    }

    public int status() {
        return status;
    }

    /** For access records. */
    public String word() {
        return word;
    }

    /** The error type of RFC 9209 section 2.3. */
    public String proxyStatus() {
        return proxyStatus;
    }

    /** Whether neither the client nor an operator is the cause. */
    boolean isBehindTheGateway() {
        return switch (this) {
            case DNS, CONNECT, CONNECT_TIMEOUT, TIMEOUT, ORIGIN_ABORT, BAD_RESPONSE, BUSY, AUDIT, INTERNAL -> true;
            case BAD_REQUEST, SCHEME, LOOP, CLIENT_ABORT, DRAINED, SIGN_IN -> false;
        };
    }

    public String title() {
        return title;
    }
}
