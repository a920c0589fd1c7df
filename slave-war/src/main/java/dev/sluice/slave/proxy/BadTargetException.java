package dev.sluice.slave.proxy;

import dev.sluice.slave.filter.Trouble;

/** A request whose target the proxy cannot take. */
final class BadTargetException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Trouble trouble;
    private final String explanation;

    BadTargetException(Trouble trouble, String explanation) {
        super(explanation, null, false, false);
        this.trouble = trouble;
        this.explanation = explanation;
    }

    Trouble trouble() {
        return trouble;
    }

    /** For the client. */
    String explanation() {
        return explanation;
    }
}
