package dev.sluice.cli.cluster;

/**
 * The ports of a cluster on one machine. Slaves count from one: the proxy of slave N listens on {@code slaves + N}, its
 * health and metrics on {@code slaveHealth + N}.
 */
public record Ports(int proxy, int slaves, int slaveHealth, int portal, int admin, int broker, int database) {
    public static final Ports DEFAULT = new Ports(8080, 8080, 9080, 8888, 48480, 61617, 54320);

    private static final int MAX = 65535;

    public Ports {
        for (int port : new int[] {proxy, slaves, slaveHealth, portal, admin, broker, database}) {
            if (port < 1 || port > MAX) {
                throw new Problem("Port " + port + " does not exist.", "Choose ports from 1 to " + MAX + ".");
            }
        }
    }

    /** A block of a hundred ports, for a second cluster on the same machine and for tests. */
    public static Ports from(int first) {
        return new Ports(first, first + 10, first + 50, first + 1, first + 2, first + 3, first + 4);
    }

    public int slaveProxy(int number) {
        return slaves + number;
    }

    public int slaveHealth(int number) {
        return slaveHealth + number;
    }
}
