package dev.sluice.cli.cluster;

import dev.sluice.identity.PrivateFiles;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * What {@code node join} was told and learned, kept in the node's data folder for the next start.
 *
 * @param address on which the proxy, health and metrics listen
 * @param balancers networks whose PROXY protocol header is believed, separated by commas; empty for none
 */
public record NodeOptions(
        String name,
        URI master,
        String brokerHost,
        int brokerPort,
        String address,
        int proxyPort,
        int healthPort,
        String balancers) {
    /** Empty where no node has joined from this folder. */
    public static Optional<NodeOptions> read(DataFolder data) throws IOException {
        if (!Files.exists(file(data))) {
            return Optional.empty();
        }
        Properties kept = new Properties();
        try (Reader in = Files.newBufferedReader(file(data))) {
            kept.load(in);
        }
        try {
            return Optional.of(new NodeOptions(
                    text(kept, "name"),
                    URI.create(text(kept, "master")),
                    text(kept, "broker.host"),
                    Integer.parseInt(text(kept, "broker.port")),
                    text(kept, "address"),
                    Integer.parseInt(text(kept, "proxy.port")),
                    Integer.parseInt(text(kept, "health.port")),
                    kept.getProperty("balancers", "")));
        } catch (IllegalArgumentException e) {
            throw new Problem(
                    file(data) + " is damaged: " + e.getMessage(),
                    "Join again in another folder, with --data DIR and a new key.",
                    e);
        }
    }

    private static String text(Properties kept, String name) {
        return Optional.ofNullable(kept.getProperty(name))
                .orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
    }

    public void write(DataFolder data) throws IOException {
        Properties kept = new Properties();
        kept.setProperty("name", name);
        kept.setProperty("master", master.toString());
        kept.setProperty("broker.host", brokerHost);
        kept.setProperty("broker.port", String.valueOf(brokerPort));
        kept.setProperty("address", address);
        kept.setProperty("proxy.port", String.valueOf(proxyPort));
        kept.setProperty("health.port", String.valueOf(healthPort));
        kept.setProperty("balancers", balancers);
        StringWriter text = new StringWriter();
        kept.store(text, "The node that joined from this folder. Local to it: the master never changes it.");
        PrivateFiles.write(file(data), text.toString());
    }

    /** The same as options of a cluster that consists of one slave, for the state file. */
    public ClusterOptions asCluster() {
        Ports standard = Ports.DEFAULT;
        Ports ports = new Ports(
                standard.proxy(),
                proxyPort - 1,
                healthPort - 1,
                standard.portal(),
                standard.admin(),
                brokerPort,
                standard.database());
        return new ClusterOptions(1, address, ports);
    }

    private static Path file(DataFolder data) {
        return data.root().resolve("node.properties");
    }
}
