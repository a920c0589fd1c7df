package dev.sluice.master.rollup;

/** What the values of a dimension are ranked by. */
public enum Measure {
    REQUESTS("requests"),
    BLOCKED("blocked"),
    ERRORS("errors"),
    TUNNELS("tunnels"),
    /** Up and down together. */
    BYTES("bytes_up::numeric + bytes_down");

    private final String sum;

    Measure(String sum) {
        this.sum = sum;
    }

    /** In terms of the columns of {@link Figures}. */
    String sum() {
        return sum;
    }
}
