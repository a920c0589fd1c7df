package dev.sluice.cli;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.cluster.DataFolder;
import dev.sluice.cli.part.ClusterPlan;
import dev.sluice.cli.supervise.Supervisor;
import dev.sluice.cli.supervise.Timing;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The supervisor itself, which {@code up} starts in a session of its own. Not for people. */
@Command(name = "supervise", hidden = true, description = "Runs the supervisor in the foreground.")
final class SuperviseCommand implements Callable<Integer> {
    @Mixin
    private final Place place = new Place();

    @Mixin
    private final ClusterArguments arguments = new ClusterArguments();

    @Override
    public Integer call() throws Exception {
        Clock clock = Clock.systemUTC();
        DataFolder data = place.data();
        ClusterOptions options = arguments.options();
        data.prepare();
        ClusterPlan plan = new ClusterPlan(data, Place.distribution(), options, clock);
        Supervisor supervisor = new Supervisor(data, options, plan, Timing.DEFAULT, clock);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(supervisor), "stop"));
        return supervisor.run() ? ExitCode.OK : ExitCode.FAILURE;
    }

    private static void stop(Supervisor supervisor) {
        try {
            supervisor.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
