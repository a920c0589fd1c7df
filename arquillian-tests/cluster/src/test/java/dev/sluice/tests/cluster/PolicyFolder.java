package dev.sluice.tests.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The policies on a slave's disk, and what may happen to the newest one while the slave is not running. */
record PolicyFolder(Path folder) {
    private static final Pattern NAME = Pattern.compile("policy-(\\d+)-(\\d+)\\.json");

    static PolicyFolder of(Cluster cluster, String slave) {
        return new PolicyFolder(cluster.data().resolve(slave).resolve("policies"));
    }

    /** As a disk does that returns something else than was written. */
    void flipABit() throws IOException {
        byte[] bytes = Files.readAllBytes(newest());
        bytes[bytes.length * 2 / 3] ^= 4;
        Files.write(newest(), bytes);
    }

    /** As after a power failure on a disk that says too early that it is done. */
    void tear() throws IOException {
        byte[] bytes = Files.readAllBytes(newest());
        Files.write(newest(), Arrays.copyOf(bytes, bytes.length / 2));
    }

    private Path newest() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .max(Comparator.comparing(PolicyFolder::revision))
                    .orElseThrow();
        }
    }

    private static Revision revision(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalArgumentException(file.toString());
        }
        return new Revision(Long.parseLong(name.group(1)), Long.parseLong(name.group(2)));
    }
}
