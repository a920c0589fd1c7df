package dev.sluice.cli.remote;

import dev.sluice.cli.ExitCode;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code report}: sums over what went through the gateway. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows what went through the gateway in figures, and whether all records are here.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ./sluice report overview --last 7d",
            "  ./sluice report top site --by bytes --limit 20",
            "  ./sluice report top user --by blocked --from 2026-03-01T00:00:00Z --to 2026-04-01T00:00:00Z",
            "  ./sluice report series --last 2h --step minute --node slave-1",
            "  ./sluice report completeness"
        })
public final class ReportCommand {
    private static final String[] FIGURES = {"REQUESTS", "BLOCKED", "ERRORS", "TUNNELS", "UP", "DOWN"};
    private static final String[] LATENCY = {"MEDIAN", "P95", "P99"};
    private static final String PREFIXES = " kMGTPE";

    private final Clock clock;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    public ReportCommand() {
        this(Clock.systemUTC());
    }

    ReportCommand(Clock clock) {
        this.clock = clock;
    }

    @Command(
            name = "overview",
            mixinStandardHelpOptions = true,
            description = "The figures of a time, and of the time before it that is as long.")
    int overview(@Mixin PortalArguments master, @Mixin PeriodArguments period) throws IOException {
        return show(master, "overview?" + period.query(clock), report -> {
            Table table = table("PERIOD", LATENCY);
            table.add(cellsWithLatency("this", report.getJsonObject("figures")));
            table.add(cellsWithLatency("before", report.getJsonObject("before")));
            return table;
        });
    }

    @Command(
            name = "series",
            mixinStandardHelpOptions = true,
            description = "The figures of a time, by the minute, hour or day.")
    int series(
            @Mixin PortalArguments master,
            @Mixin PeriodArguments period,
            @Option(
                            names = "--step",
                            paramLabel = "STEP",
                            defaultValue = "",
                            description = "minute, hour or day. Default: what suits the time.")
                    String step)
            throws IOException {
        String query = period.query(clock) + "step=" + RecordArguments.encoded(step);
        return show(master, "series?" + query, report -> {
            Table table = table("FROM", LATENCY);
            report.getJsonArray("points")
                    .getValuesAs(JsonObject.class)
                    .forEach(point -> table.add(cellsWithLatency(point.getString("from"), point)));
            return table;
        });
    }

    @Command(
            name = "top",
            mixinStandardHelpOptions = true,
            description = "What comes first among the sites, users, clients, categories, rules or errors.")
    int top(
            @Mixin PortalArguments master,
            @Mixin PeriodArguments period,
            @Parameters(paramLabel = "OF", description = "site, user, client, category, rule or error.") String of,
            @Option(
                            names = "--by",
                            paramLabel = "FIGURE",
                            defaultValue = "requests",
                            description = "requests, blocked, errors, tunnels or bytes. Default: ${DEFAULT-VALUE}.")
                    String by,
            @Option(
                            names = {"-n", "--limit"},
                            paramLabel = "N",
                            defaultValue = "10",
                            description = "How many, at most 1000. Default: ${DEFAULT-VALUE}.")
                    int limit)
            throws IOException {
        String query = period.query(clock) + "by=" + RecordArguments.encoded(by) + "&limit=" + limit;
        return show(master, "top/" + RecordArguments.encoded(of) + "?" + query, report -> {
            Table table = table("VALUE");
            report.getJsonArray("entries")
                    .getValuesAs(JsonObject.class)
                    .forEach(entry -> table.add(cells(named(entry.getString("value")), entry)));
            table.add(cells("(the rest)", report.getJsonObject("rest")));
            return table;
        });
    }

    @Command(
            name = "users",
            mixinStandardHelpOptions = true,
            description = "How many users with a name had traffic, by the hour or day, and on each node.")
    int users(@Mixin PortalArguments master, @Mixin PeriodArguments period) throws IOException {
        return show(master, "users?" + period.query(clock), report -> {
            Table table = new Table("FROM OR NODE", "USERS");
            report.getJsonArray("points")
                    .getValuesAs(JsonObject.class)
                    .forEach(point -> table.add(point.getString("from"), number(point, "users")));
            JsonObject nodes = report.getJsonObject("nodes");
            nodes.keySet().forEach(node -> table.add(node, number(nodes, node)));
            return table;
        });
    }

    @Command(
            name = "completeness",
            mixinStandardHelpOptions = true,
            description = "Where the records of each node are, and whether any are missing.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:none are missing", "4:some are; the table says whose"})
    int completeness(@Mixin PortalArguments master) throws IOException {
        JsonObject report = master.portal().get("reports/completeness");
        List<JsonObject> nodes = report.getJsonArray("nodes").getValuesAs(JsonObject.class);
        if (master.json()) {
            out().println(report);
        } else {
            out().println("Complete up to " + completeUpTo(report) + ".");
            Table table = new Table("NODE", "GENERATED", "APPLIED", "SPOOLED", "GAPS", "MISSING", "COMPLETE UP TO");
            nodes.forEach(node -> table.add(
                    node.getString("node"),
                    number(node, "generated"),
                    number(node, "applied"),
                    number(node, "spooled"),
                    String.valueOf(gaps(node)),
                    String.valueOf(missing(node)),
                    completeUpTo(node).toString()));
            table.print(out());
        }
        return PortalArguments.exit(nodes.stream().allMatch(node -> missing(node) == 0));
    }

    private static long gaps(JsonObject node) {
        return count(node, "dropped") + count(node, "damaged");
    }

    /** As on the portal's page: what the node made and is nowhere. */
    private static long missing(JsonObject node) {
        return Math.max(0, count(node, "generated") - count(node, "applied") - count(node, "spooled") - gaps(node));
    }

    private interface View {
        Table of(JsonObject report);
    }

    private int show(PortalArguments master, String path, View view) throws IOException {
        JsonObject report = master.portal().get("reports/" + path);
        if (master.json()) {
            out().println(report);
            return ExitCode.OK;
        }
        out().println(report.getString("from") + " to " + report.getString("to") + ", complete up to "
                + completeUpTo(report) + ".");
        long left = count(report, "hoursLeft");
        if (left > 0) {
            out().println("The records of " + left + " hours are still being summed up, so this is too little.");
        }
        view.of(report).print(out());
        return ExitCode.OK;
    }

    private static Instant completeUpTo(JsonObject of) {
        return Instant.parse(of.getString("completeUpTo")).truncatedTo(ChronoUnit.SECONDS);
    }

    private static Table table(String first, String... last) {
        return new Table(Stream.of(new String[] {first}, FIGURES, last)
                .flatMap(Arrays::stream)
                .toArray(String[]::new));
    }

    private static String[] cells(String first, JsonObject figures) {
        return new String[] {
            first,
            number(figures, "requests"),
            number(figures, "blocked"),
            number(figures, "errors"),
            number(figures, "tunnels"),
            bytes(count(figures, "bytesUp")),
            bytes(count(figures, "bytesDown"))
        };
    }

    private static String[] cellsWithLatency(String first, JsonObject figures) {
        JsonObject latency = figures.getJsonObject("latencyMillis");
        return Stream.concat(
                        Arrays.stream(cells(first, figures)),
                        Stream.of("median", "p95", "p99").map(of -> latency.getJsonNumber(of) + " ms"))
                .toArray(String[]::new);
    }

    /** Without what a terminal would obey: clients choose the names of sites. */
    private static String named(String value) {
        return value.isEmpty() ? "(none)" : value.replaceAll("\\p{Cntrl}", "?");
    }

    private static long count(JsonObject of, String name) {
        return of.getJsonNumber(name).longValue();
    }

    private static String number(JsonObject of, String name) {
        return String.valueOf(count(of, name));
    }

    /** With a prefix of thousands, as network people count. */
    private static String bytes(long bytes) {
        double value = bytes;
        int prefix = 0;
        while (value >= 999.95 && prefix < PREFIXES.length() - 1) {
            value /= 1_000;
            prefix++;
        }
        return prefix == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %sB", value, PREFIXES.charAt(prefix));
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
