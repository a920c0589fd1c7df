package dev.sluice.master.policy;

/** Somebody else saved the draft in between; load it again and repeat the change. */
public final class StaleDraftException extends Exception {
    private static final long serialVersionUID = 1L;

    public StaleDraftException(long expected, long actual) {
        super("The draft was changed by somebody else (version " + actual + ", yours is " + expected
                + "). Reload it and repeat your change.");
    }

    static void check(long expected, long actual) throws StaleDraftException {
        if (expected != actual) {
            throw new StaleDraftException(expected, actual);
        }
    }
}
