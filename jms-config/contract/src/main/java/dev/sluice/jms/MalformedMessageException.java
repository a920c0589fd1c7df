package dev.sluice.jms;

/** A message that cannot be read; says which field and why. The receiver counts it and never redelivers it. */
public final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedMessageException(String message) {
        super(message);
    }

    public MalformedMessageException(String message, Throwable cause) {
        super(message, cause);
    }
}
