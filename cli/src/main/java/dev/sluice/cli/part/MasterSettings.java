package dev.sluice.cli.part;

import dev.sluice.cli.cluster.ClusterOptions;
import java.util.List;
import java.util.stream.Collectors;

/** The settings of the master's server that depend on this machine: addresses, ports and the portal's certificate. */
final class MasterSettings {
    private static final String SERVER = "set configs.config.server-config.";
    private static final String LISTENER = SERVER + "network-config.network-listeners.network-listener.";
    private static final String TLS = SERVER + "network-config.protocols.protocol.http-listener-2.ssl.";

    /** Its environment variable with the password of the portal's key store: the server writes what is set to its log. */
    static final String PORTAL_PASSWORD = "PORTAL_PASSWORD";

    static List<String> commands(Site site) {
        ClusterOptions options = site.options();
        return List.of(
                LISTENER + "admin-listener.address=" + ClusterOptions.LOOPBACK,
                LISTENER + "admin-listener.port=" + options.ports().admin(),
                LISTENER + "http-listener-2.address=" + options.bind(),
                LISTENER + "http-listener-2.port=" + options.ports().portal(),
                TLS + "key-store=" + site.identities().keyStore("portal"),
                TLS + "key-store-password=${ENV=" + PORTAL_PASSWORD + "}",
                TLS + "cert-nickname=sluice");
    }

    /** The text of a file for {@code java @file}: each word quoted. */
    static String argumentFile(List<String> words) {
        return words.stream()
                .map(word -> "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"\n")
                .collect(Collectors.joining());
    }

    private MasterSettings() {}
}
