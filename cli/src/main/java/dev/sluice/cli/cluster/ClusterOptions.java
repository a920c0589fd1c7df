package dev.sluice.cli.cluster;

/**
 * What {@code up} was asked for.
 *
 * @param bind the address on which clients reach the proxy and the portal; everything else stays on loopback
 */
public record ClusterOptions(int slaves, String bind, Ports ports) {
    public static final String LOOPBACK = "127.0.0.1";
    public static final int MAX_SLAVES = 30;

    public ClusterOptions {
        if (slaves < 1 || slaves > MAX_SLAVES) {
            throw new Problem(
                    "A cluster on one machine has 1 to " + MAX_SLAVES + " slaves, not " + slaves + ".",
                    "Use --slaves with a number in that range.");
        }
    }

    /** The address to use on this machine for what listens on {@link #bind}. */
    public String reachable() {
        return switch (bind) {
            case "0.0.0.0", "::", "*" -> LOOPBACK;
            default -> bind;
        };
    }
}
