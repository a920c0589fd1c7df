package dev.sluice.cli.part;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.cluster.DataFolder;
import java.net.URI;
import java.nio.file.Path;

/**
 * Where one slave stands on this machine, and where the rest of its cluster is.
 *
 * @param name the node's id
 * @param address on which its proxy, health and metrics listen
 * @param balancers networks whose PROXY protocol header is believed; empty for none
 * @param master the portal
 * @param brokerHost where the broker is, as this machine reaches it
 */
public record Seat(
        String name,
        DataFolder data,
        String address,
        int proxyPort,
        int healthPort,
        String balancers,
        URI master,
        String brokerHost,
        int brokerPort) {
    /** The slave of that number in a cluster on one machine: all of it on loopback. */
    static Seat local(DataFolder data, ClusterOptions options, int number) {
        return new Seat(
                Slave.name(number),
                data,
                ClusterOptions.LOOPBACK,
                options.ports().slaveProxy(number),
                options.ports().slaveHealth(number),
                ClusterOptions.LOOPBACK + "/32",
                URI.create(
                        "https://" + options.reachable() + ":" + options.ports().portal()),
                ClusterOptions.LOOPBACK,
                options.ports().broker());
    }

    Path folder() {
        return data.node(name);
    }

    Path log() {
        return data.log(name);
    }

    public NodeFiles files() {
        return new NodeFiles(folder().resolve("identity"));
    }
}
