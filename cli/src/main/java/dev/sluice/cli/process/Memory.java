package dev.sluice.cli.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Resident memory, from {@code /proc}. */
public final class Memory {
    /**
     * Bytes resident in a process and what it started: pages that several processes share are counted once, in
     * proportion (PSS); where the kernel does not tell that, the plain resident size (RSS). Empty without {@code /proc}.
     */
    public static OptionalLong ofTree(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants())
                .map(process -> ofOne(process.pid()))
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .reduce(Long::sum);
    }

    /** The same for one process alone. */
    public static OptionalLong ofOne(ProcessHandle process) {
        return ofOne(process.pid());
    }

    private static OptionalLong ofOne(long pid) {
        OptionalLong shared = read(Path.of("/proc/" + pid + "/smaps_rollup"), "Pss:");
        return shared.isPresent() ? shared : read(Path.of("/proc/" + pid + "/status"), "VmRSS:");
    }

    private static OptionalLong read(Path file, String name) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst();
        } catch (IOException | java.io.UncheckedIOException e) {
            return OptionalLong.empty();
        }
    }

    private Memory() {}
}
