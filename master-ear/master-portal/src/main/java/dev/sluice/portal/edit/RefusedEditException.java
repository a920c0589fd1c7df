package dev.sluice.portal.edit;

/** An edit that makes no sense for this policy; the message says why and what to do, for the administrator. */
public final class RefusedEditException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why an edit is refused. */
    public enum Reason {
        /** It names something that is not in the policy. */
        UNKNOWN,
        /** The name is taken. */
        TAKEN,
        /** It would remove what rules still name. */
        IN_USE,
        /** What it takes is not known. */
        LACKING
    }

    private final Reason reason;
    private final String explanation;

    public RefusedEditException(Reason reason, String message) {
        super(message);
        this.reason = reason;
        this.explanation = message;
    }

    public Reason reason() {
        return reason;
    }

    /** The message. */
    public String explanation() {
        return explanation;
    }
}
