package dev.sluice.cli.remote;

import dev.sluice.cli.cluster.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The time and the node that a report is about; a day up to now, of all nodes, when nothing is said. */
final class PeriodArguments {
    private static final Duration USUAL = Duration.ofDays(1);

    @Option(
            names = "--last",
            paramLabel = "TIME",
            description = "How long before the end it begins, such as 2h or 7d. Default: 1d.")
    private Optional<String> last = Optional.empty();

    @Option(names = "--from", paramLabel = "TIME", description = "When it begins, such as 2026-03-01T00:00:00Z.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "When it ends. Default: now.")
    private Optional<String> to = Optional.empty();

    @Option(names = "--node", paramLabel = "NODE", description = "Of one node. Default: of all.")
    private Optional<String> node = Optional.empty();

    /** As query parameters, each with an ampersand behind it. */
    String query(Clock clock) {
        if (last.isPresent() && from.isPresent()) {
            throw new Problem("--last and --from both say when it begins.", "Leave one of them out.");
        }
        Instant end = to.map(text -> instant("--to", text)).orElseGet(clock::instant);
        Instant start = from.map(text -> instant("--from", text)).orElseGet(() -> end.minus(length()));
        return "from=" + RecordArguments.encoded(start.toString()) + "&to=" + RecordArguments.encoded(end.toString())
                + "&"
                + node.map(id -> "node=" + RecordArguments.encoded(id) + "&").orElse("");
    }

    private Duration length() {
        return last.map(text -> Durations.parse("--last", text)).orElse(USUAL);
    }

    private static Instant instant(String option, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new Problem(
                    option + " is \"" + text + "\", which is no time.", "Write it as 2026-03-01T00:00:00Z.", e);
        }
    }
}
