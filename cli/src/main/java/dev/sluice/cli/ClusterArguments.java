package dev.sluice.cli;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.cluster.Ports;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say what cluster to run. */
final class ClusterArguments {
    @Option(
            names = "--slaves",
            paramLabel = "N",
            defaultValue = "2",
            description = "How many slaves. Default: ${DEFAULT-VALUE}.")
    private int slaves;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = ClusterOptions.LOOPBACK,
            description =
                    "The address on which others reach the proxy, the portal and the broker. All else stays on loopback."
                            + " Default: ${DEFAULT-VALUE}.")
    private String bind = ClusterOptions.LOOPBACK;

    @Option(
            names = "--ports-from",
            paramLabel = "PORT",
            description = "Use the hundred ports from this one on, for a second cluster on the same machine.")
    private Optional<Integer> portsFrom = Optional.empty();

    @Option(names = "--proxy-port", paramLabel = "PORT", description = "The proxy for clients. Default: 8080.")
    private Optional<Integer> proxy = Optional.empty();

    @Option(names = "--portal-port", paramLabel = "PORT", description = "The portal. Default: 8888.")
    private Optional<Integer> portal = Optional.empty();

    @Option(
            names = "--slave-ports-from",
            paramLabel = "PORT",
            description = "The proxy of the first slave; the others follow. Default: 8081.")
    private Optional<Integer> slave = Optional.empty();

    @Option(
            names = "--health-ports-from",
            paramLabel = "PORT",
            description = "Health and metrics of the first slave; the others follow. Default: 9081.")
    private Optional<Integer> health = Optional.empty();

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            description = "Administration of the master's server. Default: 48480.")
    private Optional<Integer> admin = Optional.empty();

    @Option(names = "--broker-port", paramLabel = "PORT", description = "The broker. Default: 61617.")
    private Optional<Integer> broker = Optional.empty();

    @Option(names = "--database-port", paramLabel = "PORT", description = "PostgreSQL. Default: 54320.")
    private Optional<Integer> database = Optional.empty();

    ClusterOptions options() {
        Ports base = portsFrom.map(Ports::from).orElse(Ports.DEFAULT);
        Ports ports = new Ports(
                proxy.orElse(base.proxy()),
                slave.map(first -> first - 1).orElse(base.slaves()),
                health.map(first -> first - 1).orElse(base.slaveHealth()),
                portal.orElse(base.portal()),
                admin.orElse(base.admin()),
                broker.orElse(base.broker()),
                database.orElse(base.database()));
        return new ClusterOptions(slaves, bind, ports);
    }

    /** The same options as words of a command. */
    static List<String> words(ClusterOptions options) {
        Ports ports = options.ports();
        return List.of(
                "--slaves=" + options.slaves(),
                "--bind=" + options.bind(),
                "--proxy-port=" + ports.proxy(),
                "--portal-port=" + ports.portal(),
                "--slave-ports-from=" + ports.slaveProxy(1),
                "--health-ports-from=" + ports.slaveHealth(1),
                "--admin-port=" + ports.admin(),
                "--broker-port=" + ports.broker(),
                "--database-port=" + ports.database());
    }
}
