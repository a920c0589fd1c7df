package dev.sluice.cli.supervise;

import dev.sluice.cli.cluster.Problem;
import dev.sluice.cli.process.Trace;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** The table of parts that all keepers share. Each change is written to the state file and wakes who waits. Thread-safe. */
final class Board {
    private static final System.Logger LOG = System.getLogger(Board.class.getName());

    private static final long LOOK_MILLIS = 500;

    private final StateFile file;
    private final Duration standby;
    private final Clock clock;
    private final Map<String, PartStatus> parts = new LinkedHashMap<>();
    private ClusterState head;

    /** @param standby a part that stands by for longer counts as started */
    Board(StateFile file, ClusterState head, Duration standby, Clock clock) {
        this.file = file;
        this.head = head;
        this.standby = standby;
        this.clock = clock;
    }

    /** Lets the rows of an earlier supervisor stand in the file until its processes are taken over or stopped. */
    synchronized void begin(List<PartStatus> earlier) {
        earlier.forEach(part -> parts.put(part.name(), part));
        write();
    }

    synchronized void plan(List<Part> planned, Map<String, Trace> leftovers) {
        parts.clear();
        planned.forEach(part -> parts.put(
                part.name(),
                PartStatus.waiting(part, Optional.ofNullable(leftovers.get(part.name())), clock.instant())));
        write();
    }

    /** Changes one part's row; the function gets the row and the time. */
    synchronized void update(Part part, BiFunction<PartStatus, java.time.Instant, PartStatus> change) {
        PartStatus old = row(part.name());
        PartStatus fresh = change.apply(old, clock.instant());
        parts.put(part.name(), fresh);
        if (fresh.state() != old.state()) {
            LOG.log(
                    Level.INFO,
                    "{0}: {1} {2}",
                    part.name(),
                    fresh.state(),
                    fresh.state() == PartState.RESTARTING ? fresh.lastEnd() : "");
        }
        write();
    }

    synchronized PartStatus row(String name) {
        return Optional.ofNullable(parts.get(name)).orElseThrow(() -> new IllegalArgumentException("No part " + name));
    }

    synchronized Phase phase() {
        return head.phase();
    }

    synchronized void enter(Phase phase) {
        head = new ClusterState(
                head.version(), head.supervisor(), phase, head.problem(), head.fix(), head.options(), head.parts());
        LOG.log(Level.INFO, "cluster: {0}", phase);
        write();
    }

    /** The start cannot succeed. Only the first problem is kept; once the cluster was up, a problem is not the end. */
    synchronized void fail(Problem problem) {
        if (head.phase() == Phase.STARTING) {
            LOG.log(Level.ERROR, "{0} {1}", problem.what(), problem.fix());
            head = new ClusterState(
                    head.version(),
                    head.supervisor(),
                    Phase.FAILED,
                    problem.what(),
                    problem.fix(),
                    head.options(),
                    head.parts());
            write();
        }
    }

    /** Waits until the parts are ready; a part that is not on the board counts as ready. */
    synchronized void awaitReady(Collection<String> names) throws InterruptedException {
        while (!names.stream().allMatch(this::isReady)) {
            wait();
        }
    }

    /** Waits until all parts are started or the start has failed or was stopped; says whether all are started. */
    synchronized boolean awaitStart() throws InterruptedException {
        while (head.phase() == Phase.STARTING && !parts.values().stream().allMatch(this::isStarted)) {
            wait(LOOK_MILLIS);
        }
        return head.phase() == Phase.STARTING;
    }

    private boolean isStarted(PartStatus part) {
        return part.state() == PartState.READY
                || (part.state() == PartState.STANDING_BY
                        && part.since().plus(standby).isBefore(clock.instant()));
    }

    private boolean isReady(String name) {
        return Optional.ofNullable(parts.get(name))
                .map(part -> part.state() == PartState.READY)
                .orElse(true);
    }

    private void write() {
        head = new ClusterState(
                head.version(),
                head.supervisor(),
                head.phase(),
                head.problem(),
                head.fix(),
                head.options(),
                List.copyOf(parts.values()));
        try {
            file.write(head);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "Cannot write " + file.path(), e);
        }
        notifyAll();
    }
}
