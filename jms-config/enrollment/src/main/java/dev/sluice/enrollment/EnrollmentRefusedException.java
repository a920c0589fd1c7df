package dev.sluice.enrollment;

/** The master does not let the node join, and asking again as before would not help. The message is for people. */
public final class EnrollmentRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    EnrollmentRefusedException(String reason, String text) {
        super(text);
        this.reason = reason;
    }

    /** A word of {@link Refusal.Reason}, or one that a later master knows. */
    public String reason() {
        return reason;
    }
}
