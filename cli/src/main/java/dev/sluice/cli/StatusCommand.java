package dev.sluice.cli;

import dev.sluice.cli.process.Memory;
import dev.sluice.cli.process.ProcessRef;
import dev.sluice.cli.process.Trace;
import dev.sluice.cli.supervise.ClusterState;
import dev.sluice.cli.supervise.PartState;
import dev.sluice.cli.supervise.PartStatus;
import dev.sluice.cli.supervise.Phase;
import dev.sluice.cli.supervise.StateFile;
import dev.sluice.cli.supervise.StateJson;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code status}: each part with its state, pid, memory, restarts and address. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows each part of the cluster: its state, pid, memory, restarts and address.",
            "Exits with 0 if all are ready, 3 if the cluster does not run, 4 if it runs but not every part is ready."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ./sluice status", "  ./sluice status --json"})
final class StatusCommand implements Callable<Integer> {
    @Mixin
    private final Place place = new Place();

    @Option(names = "--json", description = "Print JSON, for scripts.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Optional<ClusterState> state =
                new StateFile(place.data().state()).read().filter(ClusterState::isRunning);
        if (state.isEmpty()) {
            out.println(json ? "{\"phase\":\"DOWN\",\"parts\":[]}" : "The cluster does not run. Start it: ./sluice up");
            return ExitCode.NOT_RUNNING;
        }
        if (json) {
            out.println(json(state.get()));
        } else {
            print(state.get(), out);
        }
        return isAllReady(state.get()) ? ExitCode.OK : ExitCode.NOT_READY;
    }

    private static boolean isAllReady(ClusterState state) {
        return state.phase() == Phase.UP && state.parts().stream().allMatch(part -> part.state() == PartState.READY);
    }

    private static String json(ClusterState state) {
        JsonArrayBuilder parts = Json.createArrayBuilder();
        for (PartStatus part : state.parts()) {
            JsonObjectBuilder row = StateJson.print(part);
            memory(part).ifPresent(bytes -> row.add("memoryBytes", bytes));
            parts.add(row);
        }
        return Json.createObjectBuilder(StateJson.print(state))
                .add("memoryBytes", ofSupervisor(state).orElse(0))
                .add("parts", parts)
                .build()
                .toString();
    }

    private static void print(ClusterState state, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "Cluster %s for %s, supervisor pid %d%n%n",
                word(state.phase()),
                age(state.supervisor().started()),
                state.supervisor().pid());
        String row = "%-11s %-11s %8s %9s %9s %9s  %s%n";
        out.printf(row, "PART", "STATE", "PID", "MEMORY", "FOR", "RESTARTS", "ADDRESS");
        out.printf(
                row,
                "supervisor",
                "running",
                state.supervisor().pid(),
                mb(ofSupervisor(state)),
                age(state.supervisor().started()),
                "",
                "");
        long total = ofSupervisor(state).orElse(0);
        for (PartStatus part : state.parts()) {
            OptionalLong memory = memory(part);
            total += memory.orElse(0);
            out.printf(
                    row,
                    part.name(),
                    word(part.state()),
                    part.process()
                            .map(trace -> String.valueOf(trace.process().pid()))
                            .orElse("-"),
                    mb(memory),
                    age(part.since()),
                    part.restarts(),
                    part.address());
            if (part.restarts() > 0) {
                out.println("            last end: " + part.lastEnd());
            }
        }
        out.printf(row, "", "", "", mb(OptionalLong.of(total)), "", "", "");
    }

    /** Of the supervisor alone, without the parts that it started; the broker is within it. */
    private static OptionalLong ofSupervisor(ClusterState state) {
        return state.supervisor().find().map(Memory::ofOne).orElse(OptionalLong.empty());
    }

    private static OptionalLong memory(PartStatus part) {
        return part.process()
                .map(Trace::process)
                .flatMap(ProcessRef::find)
                .map(Memory::ofTree)
                .orElse(OptionalLong.empty());
    }

    private static String mb(OptionalLong bytes) {
        return bytes.isPresent() ? bytes.getAsLong() / 1_000_000 + " MB" : "-";
    }

    private static String age(Instant since) {
        Duration age = Duration.between(since, Instant.now());
        if (age.toHours() > 0) {
            return age.toHours() + "h" + age.toMinutesPart() + "m";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + "m" + age.toSecondsPart() + "s" : age.toSeconds() + "s";
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
