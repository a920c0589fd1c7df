package dev.sluice.cli;

import dev.sluice.cli.cluster.DataFolder;
import dev.sluice.cli.cluster.Distribution;
import dev.sluice.cli.cluster.NodeOptions;
import dev.sluice.cli.cluster.Problem;
import dev.sluice.cli.cluster.Secrets;
import dev.sluice.cli.cluster.Version;
import dev.sluice.cli.part.NodePlan;
import dev.sluice.cli.supervise.ClusterState;
import dev.sluice.cli.supervise.StateFile;
import dev.sluice.enrollment.ActivationKey;
import dev.sluice.enrollment.EnrollmentAnswer.Approved;
import dev.sluice.enrollment.EnrollmentProgress;
import dev.sluice.enrollment.EnrollmentRefusedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code node join}: makes this machine a slave of a cluster elsewhere, and starts it. */
@Command(
        name = "join",
        mixinStandardHelpOptions = true,
        description = {
            "Makes this machine a slave of a cluster whose master is elsewhere, and starts it. The key comes from",
            "./sluice key create on the master. Run it again without a key to start a node that has joined before.",
            "./sluice status, logs and down work for the node as for a cluster."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./sluice node join --master https://gateway.example:8888 --key KEY",
            "  SLUICE_KEY=... ./sluice node join --master https://10.0.0.1:8888 --name branch-3",
            "  ./sluice node join              start it again"
        })
public final class JoinCommand implements Callable<Integer> {
    @Mixin
    private final Place place = new Place();

    @Option(names = "--master", paramLabel = "URL", description = "The master's portal, https://HOST:PORT.")
    private Optional<URI> master = Optional.empty();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            defaultValue = "${env:SLUICE_KEY}",
            description = "The activation key. Default: $SLUICE_KEY, which other users of this machine cannot see.")
    private Optional<String> key = Optional.empty();

    @Option(names = "--name", paramLabel = "NAME", description = "The node's id. Default: this machine's name.")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            description = "Where the proxy, health and metrics listen. Default: the address that leads to the master.")
    private Optional<String> address = Optional.empty();

    @Option(names = "--proxy-port", paramLabel = "PORT", defaultValue = "8081", description = "Default: 8081.")
    private int proxyPort;

    @Option(names = "--health-port", paramLabel = "PORT", defaultValue = "9081", description = "Default: 9081.")
    private int healthPort;

    @Option(
            names = "--balancers",
            paramLabel = "NETWORKS",
            defaultValue = "",
            description = "Networks of load balancers, separated by commas; who connects from there must send the PROXY"
                    + " protocol. Default: none.")
    private String balancers = "";

    @Option(
            names = "--patience",
            paramLabel = "MINUTES",
            defaultValue = "60",
            description = "How long to wait for the master and for an approval. Default: ${DEFAULT-VALUE}.")
    private int patience;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        DataFolder data = place.data();
        Distribution distribution = Place.distribution();
        distribution.check();
        data.prepare();
        StateFile file = new StateFile(data.state());
        Optional<ClusterState> running = file.read().filter(ClusterState::isRunning);
        if (running.isPresent()) {
            out().println("It already runs (supervisor pid "
                    + running.get().supervisor().pid() + "); see ./sluice status.");
            return ExitCode.OK;
        }
        NodeOptions options = member(data);
        out().println("Starting the node " + options.name() + " in " + data.root());
        out().flush();
        Process launched = SupervisorLauncher.launchNode(data, distribution);
        new StartProgress(file, data, out(), List.of()).follow(Optional.of(launched));
        out().println();
        out().println("  Proxy     http://" + options.address() + ":" + options.proxyPort());
        out().println("  Stop it:  ./sluice down");
        out().flush();
        return ExitCode.OK;
    }

    private NodeOptions member(DataFolder data) throws IOException, InterruptedException {
        Optional<NodeOptions> before = NodeOptions.read(data);
        if (before.isPresent() && NodePlan.seat(data, before.get()).files().isMember()) {
            if (key.isPresent() || master.isPresent()) {
                out().println("The node " + before.get().name() + " has joined before; it is only started.");
            }
            return before.get();
        }
        NodeOptions joined = join(data);
        joined.write(data);
        return joined;
    }

    private NodeOptions join(DataFolder data) throws IOException, InterruptedException {
        URI portal = master.orElseThrow(
                () -> new Problem("There is no master to join.", "Name it: ./sluice node join --master URL --key KEY"));
        ActivationKey activation = activationKey();
        NodeOptions wish = new NodeOptions(
                name.orElseGet(JoinCommand::machine),
                portal,
                portal.getHost(),
                1,
                address.orElseGet(() -> towards(portal)),
                proxyPort,
                healthPort,
                balancers);
        Approved approved = ask(data, wish, activation);
        out().println(approved.node() + " belongs to the cluster"
                + (approved.group().isEmpty() ? "." : ", in the group " + approved.group() + "."));
        return new NodeOptions(
                approved.node(),
                portal,
                reachable(approved.brokerHost(), portal),
                approved.brokerPort(),
                wish.address(),
                proxyPort,
                healthPort,
                balancers);
    }

    /** A master on one machine with its broker may name that machine's loopback; from here it is where the master is. */
    private static String reachable(String broker, URI portal) throws IOException {
        boolean loopback = InetAddress.getByName(broker).isLoopbackAddress();
        return loopback ? portal.getHost() : broker;
    }

    private ActivationKey activationKey() {
        try {
            return ActivationKey.parse(key.orElseThrow(() -> new Problem(
                    "There is no activation key.", "Make one on the master, ./sluice key create, and add --key KEY.")));
        } catch (IllegalArgumentException e) {
            throw new Problem("That is no activation key: " + e.getMessage(), "Copy it whole, three parts.", e);
        }
    }

    private Approved ask(DataFolder data, NodeOptions wish, ActivationKey activation)
            throws IOException, InterruptedException {
        String password = Secrets.openOrCreate(data.secrets()).password("keystore");
        try {
            return NodePlan.seat(data, wish)
                    .files()
                    .join(
                            wish.master(),
                            activation,
                            wish.name(),
                            Version.current(),
                            password,
                            Duration.ofMinutes(patience),
                            new Telling(out()));
        } catch (EnrollmentRefusedException e) {
            throw new Problem(
                    "The master refused this node (" + e.reason() + "): " + e.getMessage(),
                    "Mend that, then join again.",
                    e);
        } catch (IOException e) {
            throw new Problem(
                    "This node could not join: " + e.getMessage(),
                    "Check --master and the network between the two, then join again.",
                    e);
        }
    }

    /** This machine's name in the form of a node id. */
    private static String machine() {
        try {
            String host = InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
            String id = host.split("\\.")[0].replaceAll("[^a-z0-9-]", "-").replaceAll("^-+|-+$", "");
            if (!id.isEmpty()) {
                return id;
            }
        } catch (IOException e) {
            throw new Problem("This machine has no name.", "Give the node one with --name.", e);
        }
        throw new Problem("This machine's name is none for a node.", "Give the node one with --name.");
    }

    /** The address of this machine from which packets to the master go out. Sends none. */
    private static String towards(URI portal) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(portal.getHost(), 9));
            return socket.getLocalAddress().getHostAddress();
        } catch (IOException | RuntimeException e) {
            throw new Problem("There is no way to " + portal.getHost() + ".", "Check --master and the network.", e);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private record Telling(PrintWriter out) implements EnrollmentProgress {
        @Override
        public void masterIsAway(String why) {
            say("Waiting for the master: " + why);
        }

        @Override
        public void waitsForApproval(String id) {
            say("Waiting for an approval of request " + id
                    + ", on the portal's Join page or with ./sluice node approve");
        }

        @Override
        public void mustWait(Duration time) {
            say("The master takes no more requests from here for " + time.toSeconds() + " s; waiting.");
        }

        private void say(String line) {
            out.println(line);
            out.flush();
        }
    }
}
