package dev.sluice.cli;

import dev.sluice.cli.cluster.DataFolder;
import dev.sluice.cli.cluster.Problem;
import dev.sluice.cli.process.LogFile;
import dev.sluice.cli.process.Trace;
import dev.sluice.cli.supervise.ClusterState;
import dev.sluice.cli.supervise.PartState;
import dev.sluice.cli.supervise.PartStatus;
import dev.sluice.cli.supervise.Phase;
import dev.sluice.cli.supervise.StateFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Follows a start to its end: one line for each part that is ready, one for each that ended. */
final class StartProgress {
    private static final Duration LOOK_EVERY = Duration.ofMillis(150);
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final int LOG_LINES = 12;

    private final StateFile file;
    private final DataFolder data;
    private final PrintWriter out;
    private final boolean terminal = System.console() != null;
    private final long begin = System.nanoTime();
    private final Set<String> reported = new HashSet<>();
    private final List<Optional<Trace>> leftOver;

    /** @param leftOver the parts that an earlier supervisor left running */
    StartProgress(StateFile file, DataFolder data, PrintWriter out, List<PartStatus> leftOver) {
        this.file = file;
        this.data = data;
        this.out = out;
        this.leftOver = leftOver.stream().map(PartStatus::process).toList();
    }

    /**
     * Returns the state of the cluster when it is up.
     *
     * @param launched the supervisor if this command started it; else another command did
     * @throws Problem when it does not come up
     */
    ClusterState follow(Optional<Process> launched) throws IOException, InterruptedException {
        while (seconds() < LIMIT.toSeconds()) {
            Optional<ClusterState> seen = file.read().filter(state -> isOurs(state, launched));
            if (seen.isPresent()) {
                ClusterState state = seen.get();
                report(state);
                if (state.phase() == Phase.UP) {
                    clearLine();
                    return state;
                }
                if (state.phase() != Phase.STARTING) {
                    throw notUp(state, launched);
                }
            }
            if (launched.isPresent() && !launched.get().isAlive()) {
                throw notStarted();
            }
            Thread.sleep(LOOK_EVERY.toMillis());
        }
        throw new Problem(
                "The cluster is not up after " + LIMIT.toMinutes() + " minutes.",
                "Look at ./sluice status, then ./sluice down.");
    }

    private static boolean isOurs(ClusterState state, Optional<Process> launched) {
        return launched.map(process -> process.pid() == state.supervisor().pid())
                .orElse(true);
    }

    private void report(ClusterState state) {
        for (PartStatus part : state.parts()) {
            if (part.state() == PartState.READY && reported.add(part.name())) {
                line("  %-10s %s after %2d s   %s".formatted(part.name(), readiness(part), seconds(), part.address()));
            }
            if (part.state() == PartState.STANDING_BY && reported.add(part.name() + part.state())) {
                line("  %-10s stands by after %2d s: another one is active".formatted(part.name(), seconds()));
            }
            if (part.restarts() > 0 && reported.add(part.name() + part.restarts())) {
                line("  %-10s %s; it is started again".formatted(part.name(), part.lastEnd()));
            }
        }
        if (terminal && state.phase() == Phase.STARTING) {
            List<String> open = state.parts().stream()
                    .filter(part -> part.state() != PartState.READY)
                    .map(PartStatus::name)
                    .toList();
            out.print("\r\033[K  %d s, starting %s".formatted(seconds(), String.join(", ", open)));
            out.flush();
        }
    }

    private String readiness(PartStatus part) {
        return part.process().isPresent() && leftOver.contains(part.process()) ? "taken over" : "ready";
    }

    private Problem notUp(ClusterState state, Optional<Process> launched) throws IOException, InterruptedException {
        clearLine();
        if (launched.isPresent()) {
            out.println("  stopping what was started ...");
            out.flush();
            launched.get().waitFor();
        }
        if (state.problem().isEmpty()) {
            return new Problem("The start was interrupted.", "Run ./sluice up again.");
        }
        for (PartStatus part : state.parts()) {
            if (!part.lastEnd().isEmpty()) {
                printTail(part.name());
            }
        }
        return new Problem(state.problem(), state.fix());
    }

    private Problem notStarted() throws IOException {
        clearLine();
        printTail("supervisor");
        return new Problem("The supervisor ended at once.", "Its log says why: " + data.log("supervisor"));
    }

    private void printTail(String name) throws IOException {
        out.println("  The end of " + data.log(name) + ":");
        new LogFile(data.log(name)).tail(LOG_LINES).forEach(text -> out.println("    " + text));
        out.flush();
    }

    private void line(String text) {
        clearLine();
        out.println(text);
        out.flush();
    }

    private void clearLine() {
        if (terminal) {
            out.print("\r\033[K");
        }
    }

    private long seconds() {
        return Duration.ofNanos(System.nanoTime() - begin).toSeconds();
    }
}
