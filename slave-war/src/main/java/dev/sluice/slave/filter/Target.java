package dev.sluice.slave.filter;

/**
 * Where a request wants to go. What is decided on is what is connected to: both read this value and nothing else.
 *
 * @param scheme {@code http}, or {@code tunnel} for a CONNECT
 * @param host normalised, empty for unknown
 * @param port 0 for unknown
 * @param path with a leading slash and without the query, empty for a tunnel
 * @param query with the question mark, empty for none
 */
public record Target(String scheme, String host, int port, String path, String query) {
    /** Of a request that names none. */
    public static final Target NONE = new Target("", "", 0, "", "");

    public static final String TUNNEL = "tunnel";

    public static Target tunnel(String host, int port) {
        return new Target(TUNNEL, host, port, "", "");
    }

    public boolean isTunnel() {
        return TUNNEL.equals(scheme);
    }

    /** The host as it stands in a URI: an IPv6 address has brackets. */
    public String uriHost() {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }
}
