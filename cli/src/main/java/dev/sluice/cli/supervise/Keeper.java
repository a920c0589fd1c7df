package dev.sluice.cli.supervise;

import dev.sluice.cli.cluster.Problem;
import dev.sluice.cli.process.Backoff;
import dev.sluice.cli.process.Running;
import dev.sluice.cli.process.Trace;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Keeps one part running in a thread of its own: start, wait until ready, watch, start again after a pause when it
 * ended. While the cluster starts, a part that ends twice, or that has a {@link Problem}, fails the start.
 */
final class Keeper {
    private static final System.Logger LOG = System.getLogger(Keeper.class.getName());
    private static final int TRIES_AT_START = 2;

    private final Part part;
    private final Board board;
    private final Timing timing;
    private final Thread thread;
    private final Backoff backoff = new Backoff();
    private volatile boolean stopping;
    private volatile Optional<Running> running = Optional.empty();
    private Optional<Trace> leftover;

    Keeper(Part part, Optional<Trace> leftover, Board board, Timing timing) {
        this.part = part;
        this.leftover = leftover;
        this.board = board;
        this.timing = timing;
        this.thread = new Thread(this::keep, "keep-" + part.name());
    }

    void start() {
        thread.start();
    }

    int stage() {
        return part.stage();
    }

    /** A thread that stops the part for good and ends when it has ended. */
    Thread stopping() {
        return new Thread(this::stop, "stop-" + part.name());
    }

    private void stop() {
        try {
            stopNow();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopNow() throws InterruptedException {
        stopping = true;
        thread.interrupt();
        thread.join();
        Optional<? extends Running> last = running.isPresent() ? running : leftover.flatMap(Trace::adopt);
        if (last.isPresent()) {
            board.update(part, (row, now) -> row.in(PartState.STOPPING, now));
            last.get().stop(part.patience());
        }
        board.update(part, (row, now) -> row.ended(PartState.STOPPED, row.lastEnd(), now));
    }

    private void keep() {
        try {
            board.awaitReady(part.needs());
            while (!stopping) {
                String reason = runOnce();
                if (!stopping) {
                    pause(reason);
                }
            }
        } catch (InterruptedException e) {
            if (!stopping) {
                LOG.log(Level.ERROR, "{0} is no longer watched: interrupted", part.name());
            }
        }
    }

    private String runOnce() throws InterruptedException {
        try {
            board.update(part, (row, now) -> row.in(PartState.STARTING, now));
            Running started = part.start(leftover);
            running = Optional.of(started);
            leftover = Optional.empty();
            board.update(part, (row, now) -> row.running(started, now));
            return inItsWords(watch(started));
        } catch (Problem e) {
            board.fail(e);
            end();
            return e.what();
        } catch (IOException | RuntimeException e) {
            return failed(e, String.valueOf(e.getMessage()));
        } catch (LinkageError e) {
            return failed(e, "its program is damaged (" + e + ")");
        }
    }

    private void end() throws InterruptedException {
        if (running.isPresent()) {
            running.get().stop(part.patience());
            running = Optional.empty();
        }
    }

    private String failed(Throwable e, String why) {
        if (!stopping) {
            LOG.log(Level.WARNING, part.name() + " could not be started", e);
        }
        return "could not be started: " + why;
    }

    private String watch(Running started) throws InterruptedException {
        long begin = System.nanoTime();
        boolean everReady = false;
        while (!started.ended().isDone()) {
            PartState seen = look(everReady);
            if (seen != board.row(part.name()).state()) {
                board.update(part, (row, now) -> row.in(seen, now));
            }
            everReady |= seen == PartState.READY;
            begin = seen == PartState.STANDING_BY ? System.nanoTime() : begin;
            Duration age = Duration.ofNanos(System.nanoTime() - begin);
            if (!everReady && !part.waitsForOthers() && age.compareTo(timing.startLimit()) > 0) {
                end();
                return "was not ready after " + timing.startLimit().toSeconds() + " s";
            }
            if (seen == PartState.READY && age.compareTo(timing.steady()) > 0) {
                backoff.reset();
            }
            await(started, everReady || seen == PartState.STANDING_BY ? timing.watchEvery() : timing.startEvery());
        }
        running = Optional.empty();
        return started.ended().join();
    }

    private PartState look(boolean everReady) throws InterruptedException {
        try {
            if (part.advance()) {
                return PartState.READY;
            }
        } catch (Problem e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, part.name() + " is not ready", e);
        }
        if (standsBy()) {
            return PartState.STANDING_BY;
        }
        return everReady ? PartState.NOT_READY : PartState.STARTING;
    }

    private boolean standsBy() {
        try {
            return part.standsBy();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Whether " + part.name() + " stands by cannot be told", e);
            return false;
        }
    }

    private static void await(Running started, Duration time) throws InterruptedException {
        try {
            started.ended().get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return;
        } catch (ExecutionException e) {
            throw new IllegalStateException("An end cannot fail", e);
        }
    }

    /** What the part itself said of its end tells more than an exit code. */
    private String inItsWords(String reason) {
        try {
            return part.lastWords().orElse(reason);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "The log of " + part.name() + " cannot be read", e);
            return reason;
        }
    }

    private void pause(String reason) throws InterruptedException {
        board.update(part, (row, now) -> row.ended(PartState.RESTARTING, reason, now));
        if (board.row(part.name()).restarts() >= TRIES_AT_START) {
            board.fail(new Problem(
                    part.name() + " does not start: " + reason + (reason.endsWith(".") ? "" : "."),
                    "Mend that, then run ./sluice up again. Its log: ./sluice logs " + part.name()));
        }
        Duration time = backoff.next();
        LOG.log(Level.WARNING, "{0}: {1}; started again in {2} s", part.name(), reason, time.toSeconds());
        Thread.sleep(time.toMillis());
    }
}
