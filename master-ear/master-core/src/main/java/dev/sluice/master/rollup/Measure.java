package dev.sluice.master.rollup;

/** What the values of a dimension are ranked by. */
public enum Measure {
    REQUESTS("sum(requests)"),
    BLOCKED("sum(blocked)"),
    ERRORS("sum(errors)"),
    TUNNELS("sum(tunnels)"),
    /** Up and down together. */
    BYTES("sum(bytes_up) + sum(bytes_down)");

    private final String sum;

    Measure(String sum) {
        this.sum = sum;
    }

    String sum() {
        return sum;
    }
}
