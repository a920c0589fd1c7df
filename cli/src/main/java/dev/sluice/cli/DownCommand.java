package dev.sluice.cli;

import dev.sluice.cli.cluster.Problem;
import dev.sluice.cli.supervise.ClusterState;
import dev.sluice.cli.supervise.PartStatus;
import dev.sluice.cli.supervise.StateFile;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code down}: stops the cluster; its data stays. */
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Stops the cluster: clients first, the database last. The data stays.",
        footerHeading = "%nExamples:%n",
        footer = {"  ./sluice down", "  ./sluice down --data /var/tmp/second"})
final class DownCommand implements Callable<Integer> {
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @Mixin
    private final Place place = new Place();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Optional<ClusterState> state = new StateFile(place.data().state()).read();
        Optional<ProcessHandle> supervisor =
                state.flatMap(seen -> seen.supervisor().find());
        if (supervisor.isPresent()) {
            stop(supervisor.get(), out);
            return ExitCode.OK;
        }
        List<PartStatus> orphans = state.map(ClusterState::leftOver).orElse(List.of());
        if (orphans.isEmpty()) {
            out.println("The cluster does not run.");
        }
        stopOrphans(orphans, out);
        return ExitCode.OK;
    }

    private static void stop(ProcessHandle supervisor, PrintWriter out) throws Exception {
        long begin = System.nanoTime();
        out.println("Stopping the cluster ...");
        out.flush();
        supervisor.destroy();
        try {
            supervisor.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new Problem(
                    "The cluster has not stopped within " + LIMIT.toSeconds() + " s.",
                    "See what still runs with ./sluice status, then run ./sluice down again.",
                    e);
        }
        out.println(
                "Stopped after " + Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s.");
    }

    /** The supervisor is gone without having stopped its parts. The last that was started ends first. */
    private static void stopOrphans(List<PartStatus> orphans, PrintWriter out) throws InterruptedException {
        for (int i = orphans.size() - 1; i >= 0; i--) {
            PartStatus part = orphans.get(i);
            out.println("Stopping " + part.name() + ", left by a supervisor that is gone ...");
            out.flush();
            part.process().orElseThrow().stop();
        }
    }
}
