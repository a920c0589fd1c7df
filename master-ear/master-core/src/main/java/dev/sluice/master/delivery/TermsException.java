package dev.sluice.master.delivery;

/** The terms of a scheduled report cannot be: says which field, and what to put there. */
public final class TermsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String field;

    TermsException(String field, String fix) {
        super(fix);
        this.field = field;
    }

    public String field() {
        return field;
    }

    /** A sentence. */
    public String fix() {
        return String.valueOf(getMessage());
    }
}
