package dev.sluice.master.lease;

/** This master is not the active one; what was begun is rolled back. */
public final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeaseLostException() {
        super("This is not the active master, so it may change nothing");
    }
}
