package dev.sluice.cli;

import dev.sluice.cli.cluster.DataFolder;
import dev.sluice.cli.cluster.Problem;
import dev.sluice.cli.process.LogFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code logs}: the last lines of one part's log, or of all, and then what is added. */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description =
                "Prints the last lines of one part's log, or of all, and follows what is added until interrupted.",
        footerHeading = "%nExamples:%n",
        footer = {"  ./sluice logs", "  ./sluice logs slave-1 -n 100 --no-follow"})
final class LogsCommand implements Callable<Integer> {
    private static final Duration LOOK_EVERY = Duration.ofMillis(300);

    @Mixin
    private final Place place = new Place();

    @Parameters(
            arity = "0..1",
            paramLabel = "PART",
            description = "supervisor, postgres, master, slave-1, balancer ...")
    private Optional<String> part = Optional.empty();

    @Option(
            names = {"-f", "--follow"},
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Go on with what is added (the default), or not.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "20",
            description = "How many lines of each log to begin with. Default: ${DEFAULT-VALUE}.")
    private int lines;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        DataFolder data = place.data();
        List<Path> logs = logs(data);
        Map<Path, Long> read = new TreeMap<>();
        for (Path log : logs) {
            read.put(log, Files.size(log));
            for (String line : new LogFile(log).tail(lines)) {
                print(out, log, line);
            }
        }
        out.flush();
        while (follow) {
            Thread.sleep(LOOK_EVERY.toMillis());
            for (Path log : logs(data)) {
                read.put(log, printFrom(log, read.getOrDefault(log, 0L), out));
            }
            out.flush();
        }
        return ExitCode.OK;
    }

    private List<Path> logs(DataFolder data) throws IOException {
        if (part.isPresent()) {
            Path log = data.log(part.get());
            if (!Files.exists(log)) {
                throw new Problem("There is no log " + log + ".", "See ./sluice status for the names of the parts.");
            }
            return List.of(log);
        }
        if (!Files.isDirectory(data.logs())) {
            throw new Problem("There are no logs in " + data.root() + " yet.", "Start the cluster: ./sluice up");
        }
        try (Stream<Path> files = Files.list(data.logs())) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    /** Prints the whole lines from an offset on and returns the offset behind them. */
    private long printFrom(Path log, long offset, PrintWriter out) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long start = file.length() < offset ? 0 : offset;
            byte[] bytes = new byte[(int) Math.min(1 << 20, file.length() - start)];
            file.seek(start);
            file.readFully(bytes);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            int end = text.lastIndexOf('\n') + 1;
            new String(bytes, 0, end, StandardCharsets.UTF_8).lines().forEach(line -> print(out, log, line));
            return start + end;
        }
    }

    private void print(PrintWriter out, Path log, String line) {
        if (part.isPresent()) {
            out.println(line);
        } else {
            String name = String.valueOf(log.getFileName()).replace(".log", "");
            out.printf("%-10s | %s%n", name, line);
        }
    }
}
