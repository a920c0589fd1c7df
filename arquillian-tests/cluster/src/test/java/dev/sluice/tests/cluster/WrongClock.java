package dev.sluice.tests.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A clock of the day that can be set for running programs, which start in its {@link #environment}: libfaketime adds the
 * seconds in a file to what the system says. Times that are measured, and not told, stay as they are.
 */
final class WrongClock {
    private final Path file;

    private WrongClock(Path file) {
        this.file = file;
    }

    /** One that is right as yet. */
    static WrongClock right(Path file) throws IOException {
        WrongClock clock = new WrongClock(file);
        clock.set(Duration.ZERO);
        return clock;
    }

    /** Takes a second or two to be seen. */
    void set(Duration ahead) throws IOException {
        Path next = Files.writeString(
                file.resolveSibling(file.getFileName() + ".next"), "%+d\n".formatted(ahead.toSeconds()));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    Map<String, String> environment() throws IOException {
        return Map.of(
                "LD_PRELOAD", library().toString(),
                "FAKETIME_TIMESTAMP_FILE", file.toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                // Without it, waits of a JVM end at once.
                "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                "NO_FAKE_STAT", "1");
    }

    private static Path library() throws IOException {
        try (Stream<Path> found =
                Files.find(Path.of("/usr/lib"), 3, (path, is) -> path.endsWith("faketime/libfaketimeMT.so.1"))) {
            return found.findFirst().orElseThrow(() -> new IOException("libfaketime is not installed"));
        }
    }
}
