package dev.sluice.master.lease;

/** Another master is the active one; what was begun is rolled back, and this JVM ends. */
public final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeaseLostException() {
        super("Another master has taken over; this one may change nothing any more");
    }
}
