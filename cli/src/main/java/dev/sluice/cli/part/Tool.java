package dev.sluice.cli.part;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Short-lived programs. */
final class Tool {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** How a program ended, and what it printed. */
    record Result(int exit, List<String> lines) {
        Result {
            lines = List.copyOf(lines);
        }

        /** The last line that says something. */
        String last() {
            return lines.stream().filter(line -> !line.isBlank()).reduce("", (first, second) -> second);
        }
    }

    /** Runs a program to its end, adds what it prints to the log, and throws unless it succeeds. */
    static List<String> run(Path log, List<String> command) throws IOException, InterruptedException {
        Result result = attempt(log, command);
        if (result.exit() != 0) {
            throw new IOException(Path.of(command.get(0)).getFileName() + " failed with exit code " + result.exit()
                    + ": " + result.last());
        }
        return result.lines();
    }

    /**
     * Runs a program to its end and adds what it prints to the log.
     *
     * @throws InterruptedIOException when it does not end in time; what it has begun elsewhere may go on
     */
    static Result attempt(Path log, List<String> command) throws IOException, InterruptedException {
        Path printed = Files.createTempFile(Folders.parent(log), "tool", ".txt");
        try {
            int exit = exitCode(command, printed);
            List<String> lines = Files.readAllLines(printed, StandardCharsets.UTF_8);
            Files.write(log, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return new Result(exit, lines);
        } finally {
            Files.deleteIfExists(printed);
        }
    }

    private static int exitCode(List<String> command, Path printed) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new InterruptedIOException(command.get(0) + " did not end within " + LIMIT.toSeconds() + " s");
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private Tool() {}
}
