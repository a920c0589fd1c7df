package dev.sluice.cli.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process of ours: started here, or taken over from a supervisor that is gone. */
public final class Child implements Running {
    private static final int SIGNALLED = 128;
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);

    private final ProcessHandle handle;
    private final Trace trace;
    private final CompletableFuture<String> ended;

    private Child(ProcessHandle handle, Trace trace, CompletableFuture<String> ended) {
        this.handle = handle;
        this.trace = trace;
        this.ended = ended;
    }

    /** Starts a process whose output is appended to its log and which has no input. */
    public static Child start(Launch launch, StopSignal signal) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(launch.command())
                .directory(launch.folder().toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
        builder.environment().keySet().removeIf(name -> name.equals("CLASSPATH") || name.startsWith("SLUICE_"));
        builder.environment().putAll(launch.environment());
        Process process = builder.start();
        Trace trace = new Trace(ProcessRef.of(process.toHandle()), launch.fingerprint(), signal);
        return new Child(process.toHandle(), trace, process.onExit().thenApply(done -> reason(done.exitValue())));
    }

    static Optional<Child> adopt(Trace trace) {
        return trace.process()
                .find()
                .map(handle -> new Child(
                        handle,
                        trace,
                        handle.onExit().thenApply(done -> "ended (it was started by an earlier supervisor)")));
    }

    private static String reason(int exit) {
        return exit > SIGNALLED ? "ended by signal " + (exit - SIGNALLED) : "exit code " + exit;
    }

    @Override
    public Optional<Trace> trace() {
        return Optional.of(trace);
    }

    @Override
    public CompletableFuture<String> ended() {
        return ended;
    }

    @Override
    public void stop(Duration patience) throws InterruptedException {
        trace.signal().send(handle);
        if (!waitFor(patience)) {
            handle.destroyForcibly();
            waitFor(AFTER_KILL);
        }
    }

    private boolean waitFor(Duration time) throws InterruptedException {
        try {
            ended.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return !handle.isAlive();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A process's end cannot fail", e);
        }
    }
}
