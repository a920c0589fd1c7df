package dev.sluice.portal.rest;

/** Ends a call with a problem. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(int status, String detail) {
        super(detail);
        this.problem = new Problem(status, detail);
    }

    Problem problem() {
        return problem;
    }
}
