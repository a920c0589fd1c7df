package dev.sluice.cli.supervise;

import dev.sluice.cli.cluster.ClusterOptions;
import dev.sluice.cli.cluster.DataFolder;
import dev.sluice.cli.cluster.Problem;
import dev.sluice.cli.cluster.Version;
import dev.sluice.cli.process.LogFile;
import dev.sluice.cli.process.ProcessRef;
import dev.sluice.cli.process.Trace;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a cluster from its start until {@link #stop}: one for each data folder, which it holds by a lock. */
public final class Supervisor {
    /** Lays out what the parts need and makes them, in the order of their start. */
    public interface Plan {
        List<Part> parts() throws IOException;

        /** What is left to do once all parts are ready, at leisure. Interrupted when the cluster stops. */
        default void settle() throws IOException, InterruptedException {}
    }

    private static final System.Logger LOG = System.getLogger(Supervisor.class.getName());
    private static final Duration ROTATE_EVERY = Duration.ofSeconds(15);

    private final DataFolder data;
    private final Plan plan;
    private final Timing timing;
    private final StateFile file;
    private final Board board;
    private final List<Keeper> keepers = new ArrayList<>();
    private final Thread settling = new Thread(this::settle, "settle");
    private final CountDownLatch stopped = new CountDownLatch(1);

    public Supervisor(DataFolder data, ClusterOptions options, Plan plan, Timing timing, Clock clock) {
        this.data = data;
        this.plan = plan;
        this.timing = timing;
        this.file = new StateFile(data.state());
        ProcessRef self = ProcessRef.of(ProcessHandle.current());
        this.board = new Board(
                file,
                new ClusterState(Version.current(), self, Phase.STARTING, "", "", options, List.of()),
                timing.standby(),
                clock);
    }

    /**
     * Runs the cluster. Returns when it was stopped.
     *
     * @return whether the start succeeded
     */
    public boolean run() throws IOException, InterruptedException {
        try (FileChannel channel = FileChannel.open(data.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw new Problem(
                        "Another supervisor holds " + data.lock() + ".", "Run ./sluice status, or ./sluice down.");
            }
            return runLocked();
        }
    }

    private boolean runLocked() throws IOException, InterruptedException {
        List<PartStatus> earlier = earlier();
        board.begin(earlier);
        try {
            begin(leftovers(earlier));
        } catch (Problem e) {
            board.fail(e);
        }
        if (!board.awaitStart()) {
            stop();
            return false;
        }
        board.enter(Phase.UP);
        settling.setDaemon(true);
        settling.start();
        while (!stopped.await(ROTATE_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
            rotateLogs();
        }
        return true;
    }

    private List<PartStatus> earlier() throws IOException {
        return file.read().map(ClusterState::parts).orElse(List.of()).stream()
                .filter(PartStatus::isAlive)
                .toList();
    }

    private static Map<String, Trace> leftovers(List<PartStatus> earlier) {
        Map<String, Trace> found = new HashMap<>();
        for (PartStatus part : earlier) {
            part.process().ifPresent(trace -> {
                LOG.log(
                        Level.INFO,
                        "{0} still runs from before, pid {1}",
                        part.name(),
                        trace.process().pid());
                found.put(part.name(), trace);
            });
        }
        return found;
    }

    private void begin(Map<String, Trace> leftovers) throws IOException, InterruptedException {
        List<Part> parts = plan.parts();
        Map<String, Trace> strays = new HashMap<>(leftovers);
        parts.forEach(part -> strays.remove(part.name()));
        for (Trace stray : strays.values()) {
            stray.stop();
        }
        board.plan(parts, leftovers);
        synchronized (this) {
            for (Part part : parts) {
                keepers.add(new Keeper(part, Optional.ofNullable(leftovers.get(part.name())), board, timing));
            }
        }
        keepers.forEach(Keeper::start);
    }

    /** Stops all parts, stage by stage. Returns when they have ended; a second call waits for the first. */
    public synchronized void stop() throws InterruptedException {
        if (stopped.getCount() == 0) {
            return;
        }
        settling.interrupt();
        boolean failed = board.phase() == Phase.FAILED;
        if (!failed) {
            board.enter(Phase.STOPPING);
        }
        stopKeepers();
        if (!failed) {
            board.enter(Phase.STOPPED);
        }
        stopped.countDown();
    }

    private void stopKeepers() throws InterruptedException {
        NavigableMap<Integer, List<Keeper>> stages = new TreeMap<>();
        keepers.forEach(keeper -> stages.computeIfAbsent(keeper.stage(), stage -> new ArrayList<>())
                .add(keeper));
        for (List<Keeper> stage : stages.descendingMap().values()) {
            List<Thread> threads = stage.stream().map(Keeper::stopping).toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private void settle() {
        try {
            plan.settle();
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "The next start may be slower than it could be", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void rotateLogs() throws IOException {
        try (Stream<Path> logs = Files.list(data.logs())) {
            for (Path log :
                    logs.filter(path -> path.toString().endsWith(".log")).toList()) {
                new LogFile(log).rotate();
            }
        }
    }
}
