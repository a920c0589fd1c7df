package dev.sluice.master.report;

/** A search was given up, because it took too long; the message says what to do, for the administrator. */
public final class SearchTooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean busy;

    private SearchTooLongException(String why, boolean busy) {
        super(why);
        this.busy = busy;
    }

    /** A search that ran for so long. */
    public static SearchTooLongException after(int seconds) {
        return new SearchTooLongException(
                "The search was given up after " + seconds + " seconds. Narrow it down: with a"
                        + " time (from and to), or with an exact site, client, user or node.",
                false);
    }

    static SearchTooLongException busy() {
        return new SearchTooLongException("Other searches are under way. Try again in a moment.", true);
    }

    /** Whether it was not begun because of others, so that trying again may help. */
    public boolean isBusy() {
        return busy;
    }

    /** The message. */
    public String explanation() {
        return String.valueOf(getMessage());
    }
}
