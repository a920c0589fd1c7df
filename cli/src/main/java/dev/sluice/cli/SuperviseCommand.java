package dev.sluice.cli;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.cluster.DataFolder;
import dev.sluice.cli.cluster.NodeOptions;
import dev.sluice.cli.cluster.Problem;
import dev.sluice.cli.part.ClusterPlan;
import dev.sluice.cli.part.NodePlan;
import dev.sluice.cli.supervise.Supervisor;
import dev.sluice.cli.supervise.Timing;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The supervisor itself, which {@code up} starts in a session of its own. Not for people. */
@Command(name = "supervise", hidden = true, description = "Runs the supervisor in the foreground.")
final class SuperviseCommand implements Callable<Integer> {
    @Mixin
    private final Place place = new Place();

    @Mixin
    private final ClusterArguments arguments = new ClusterArguments();

    @Option(names = "--joined", description = "Run the node that joined from this folder.")
    private boolean joined;

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() throws Exception {
        DataFolder data = place.data();
        data.prepare();
        Supervisor supervisor = joined ? ofNode(data) : ofCluster(data);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(supervisor), "stop"));
        return supervisor.run() ? ExitCode.OK : ExitCode.FAILURE;
    }

    private Supervisor ofCluster(DataFolder data) {
        ClusterOptions options = arguments.options();
        return new Supervisor(
                data, options, new ClusterPlan(data, Place.distribution(), options, clock), Timing.DEFAULT, clock);
    }

    private Supervisor ofNode(DataFolder data) throws IOException {
        NodeOptions node = NodeOptions.read(data)
                .orElseThrow(() -> new Problem("No node has joined from " + data.root() + ".", "Run node join first."));
        return new Supervisor(
                data, node.asCluster(), new NodePlan(data, Place.distribution(), node), Timing.DEFAULT, clock);
    }

    private static void stop(Supervisor supervisor) {
        try {
            supervisor.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
