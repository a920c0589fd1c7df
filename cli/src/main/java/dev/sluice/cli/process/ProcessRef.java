package dev.sluice.cli.process;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A process known by pid and start time, so that a later process with the same pid is never taken for it. */
public record ProcessRef(long pid, Instant started) {
    /** The kernel's boot time, from which start times are counted, moves a little when the clock is set. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    public static ProcessRef of(ProcessHandle handle) {
        return new ProcessRef(handle.pid(), handle.info().startInstant().orElse(Instant.EPOCH));
    }

    /** The running process, if it is still this one. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame);
    }

    private boolean isSame(ProcessHandle handle) {
        Instant start = handle.info().startInstant().orElse(Instant.MIN);
        return Duration.between(started, start).abs().compareTo(TOLERANCE) <= 0;
    }
}
