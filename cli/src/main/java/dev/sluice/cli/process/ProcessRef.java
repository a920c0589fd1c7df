package dev.sluice.cli.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A process known by pid and start time, so that a later process with the same pid is never taken for it. */
public record ProcessRef(long pid, Instant started) {
    /** The kernel's boot time, from which start times are counted, moves a little when the clock is set. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    /** Where they are behind the process's name. */
    private static final int STATE = 0;

    private static final int THREADS = 17;

    public static ProcessRef of(ProcessHandle handle) {
        return new ProcessRef(handle.pid(), handle.info().startInstant().orElse(Instant.EPOCH));
    }

    /** The running process, if it is still this one. One that has ended does not run, also while nobody has reaped it. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(this::isSame)
                .filter(handle -> !hasEnded());
    }

    /**
     * Whether it is a zombie without threads, from {@code /proc} (proc(5)): to Java that is alive, and it stays for as long as
     * its parent, which may be whatever runs as process 1, takes its time.
     */
    private boolean hasEnded() {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return "ZX".contains(fields[STATE]) && Integer.parseInt(fields[THREADS]) <= 1;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isSame(ProcessHandle handle) {
        Instant start = handle.info().startInstant().orElse(Instant.MIN);
        return Duration.between(started, start).abs().compareTo(TOLERANCE) <= 0;
    }
}
