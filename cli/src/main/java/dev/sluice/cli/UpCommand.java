package dev.sluice.cli;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.cluster.DataFolder;
import dev.sluice.cli.cluster.Distribution;
import dev.sluice.cli.cluster.Problem;
import dev.sluice.cli.cluster.Secrets;
import dev.sluice.cli.supervise.ClusterState;
import dev.sluice.cli.supervise.PartStatus;
import dev.sluice.cli.supervise.Phase;
import dev.sluice.cli.supervise.StateFile;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code up}: starts the cluster, waits until it works, and says where everything is. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Starts a cluster on this machine and waits until every part of it works.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./sluice up",
            "  ./sluice up --slaves 3 --bind 0.0.0.0",
            "  ./sluice up --data /var/tmp/second --ports-from 20000"
        })
final class UpCommand implements Callable<Integer> {
    @Mixin
    private final Place place = new Place();

    @Mixin
    private final ClusterArguments arguments = new ClusterArguments();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        ClusterOptions options = arguments.options();
        DataFolder data = place.data();
        Distribution distribution = Place.distribution();
        distribution.check();
        data.prepare();
        PrintWriter out = spec.commandLine().getOut();
        StateFile file = new StateFile(data.state());
        Optional<ClusterState> last = file.read();
        Optional<ClusterState> running = last.filter(ClusterState::isRunning);
        List<PartStatus> leftOver = last.map(ClusterState::leftOver).orElse(List.of());
        if (running.isPresent() && running.get().phase() == Phase.UP) {
            return alreadyRuns(running.get(), options, data, out);
        }
        Optional<Process> launched = Optional.empty();
        if (running.isEmpty()) {
            out.println("Starting a cluster of one master and " + slaves(options) + " in " + data.root());
            if (!leftOver.isEmpty()) {
                out.println("  " + names(leftOver) + " still run from before; what fits is taken over");
            }
            out.flush();
            launched = Optional.of(SupervisorLauncher.launch(data, distribution, options));
        }
        ClusterState state = new StartProgress(file, data, out, leftOver).follow(launched);
        new Welcome(state, data, out).print(true);
        return ExitCode.OK;
    }

    private static int alreadyRuns(ClusterState state, ClusterOptions options, DataFolder data, PrintWriter out)
            throws Exception {
        out.println(
                "The cluster already runs (supervisor pid " + state.supervisor().pid() + ").");
        if (!state.options().equals(options)) {
            throw new Problem(
                    "It runs with other options than these: " + slaves(state.options()) + ", proxy port "
                            + state.options().ports().proxy() + ".",
                    "Run ./sluice down first, or leave the options away.");
        }
        new Welcome(state, data, out)
                .print(Secrets.openOrCreate(data.secrets())
                        .initialAdminPassword()
                        .toFile()
                        .exists());
        return ExitCode.OK;
    }

    private static String names(List<PartStatus> parts) {
        return parts.stream().map(PartStatus::name).collect(Collectors.joining(", "));
    }

    private static String slaves(ClusterOptions options) {
        return options.slaves() + (options.slaves() == 1 ? " slave" : " slaves");
    }
}
