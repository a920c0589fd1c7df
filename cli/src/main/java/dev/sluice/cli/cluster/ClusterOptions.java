package dev.sluice.cli.cluster;

import java.util.Set;

/**
 * What {@code up} was asked for.
 *
 * @param bind the address on which others reach the proxy, the portal and the broker; everything else stays on loopback
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
        return isBoundToAll() ? LOOPBACK : bind;
    }

    /** Whether {@link #bind} means every address of this machine. */
    public boolean isBoundToAll() {
        return Set.of("0.0.0.0", "::", "*").contains(bind);
    }
}
