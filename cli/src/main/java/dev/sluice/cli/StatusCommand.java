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
import java.util.List;
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
            "Exits with 0 if all are ready, 3 if the cluster does not run, 4 if it runs but not every part is ready,",
            "5 if its supervisor is gone but parts of it still run."
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
        Optional<ClusterState> seen = new StateFile(place.data().state()).read();
        Optional<ClusterState> state = seen.filter(ClusterState::isRunning);
        if (state.isEmpty()) {
            return down(seen, out);
        }
        if (json) {
            out.println(json(state.get()));
        } else {
            print(state.get(), out);
        }
        return isAllReady(state.get()) ? ExitCode.OK : ExitCode.NOT_READY;
    }

    private int down(Optional<ClusterState> last, PrintWriter out) {
        List<PartStatus> left = last.map(ClusterState::leftOver).orElse(List.of());
        String problem = last.map(ClusterState::problem).orElse("");
        if (json) {
            out.println(json(left, problem));
        } else if (left.isEmpty()) {
            out.println("The cluster does not run. Start it: ./sluice up");
            if (!problem.isEmpty()) {
                out.println("Its last start failed. " + problem);
                out.println("  " + last.map(ClusterState::fix).orElse(""));
            }
        } else {
            print(left, out);
        }
        return left.isEmpty() ? ExitCode.NOT_RUNNING : ExitCode.LEFT_OVER;
    }

    private static String json(List<PartStatus> left, String problem) {
        JsonArrayBuilder rows = Json.createArrayBuilder();
        left.forEach(part -> rows.add(row(part).add("state", "LEFT_OVER")));
        JsonObjectBuilder json = Json.createObjectBuilder().add("phase", "DOWN").add("parts", rows);
        if (!problem.isEmpty()) {
            json.add("problem", problem);
        }
        return json.build().toString();
    }

    private static void print(List<PartStatus> left, PrintWriter out) {
        out.println("The supervisor is gone, but these parts of the cluster still run:");
        for (PartStatus part : left) {
            out.printf("  %-10s pid %s, %s%n", part.name(), pid(part), part.address());
        }
        out.println("./sluice up takes them over; ./sluice down stops them.");
    }

    private static boolean isAllReady(ClusterState state) {
        return state.phase() == Phase.UP && state.parts().stream().allMatch(part -> part.state() == PartState.READY);
    }

    private static String json(ClusterState state) {
        JsonArrayBuilder parts = Json.createArrayBuilder();
        state.parts().forEach(part -> parts.add(row(part)));
        return Json.createObjectBuilder(StateJson.print(state))
                .add("memoryBytes", ofSupervisor(state).orElse(0))
                .add("parts", parts)
                .build()
                .toString();
    }

    private static JsonObjectBuilder row(PartStatus part) {
        JsonObjectBuilder row = StateJson.print(part);
        memory(part).ifPresent(bytes -> row.add("memoryBytes", bytes));
        return row;
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
                    pid(part),
                    mb(memory),
                    age(part.since()),
                    part.restarts(),
                    part.address());
            if (part.state() == PartState.STANDING_BY) {
                out.println("            another one is active; this one takes over when that is gone");
            }
            if (part.restarts() > 0) {
                out.println("            last end: " + part.lastEnd());
            }
            if (part.restarts() > 0 && part.state() != PartState.READY && part.state() != PartState.STANDING_BY) {
                out.println("            its log:  ./sluice logs " + part.name());
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

    private static String pid(PartStatus part) {
        return part.process()
                .map(trace -> String.valueOf(trace.process().pid()))
                .orElse("-");
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
