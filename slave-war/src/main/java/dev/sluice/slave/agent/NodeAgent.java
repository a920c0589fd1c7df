package dev.sluice.slave.agent;

import dev.sluice.jms.NodeState;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the master the node's whole state: at once when something changes, and again after a while. Runs on one thread
 * of its own, so a slow or absent broker holds up nothing else.
 */
public final class NodeAgent implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeAgent.class);

    private static final long GLANCE = TimeUnit.MILLISECONDS.toNanos(200);

    /**
     * How often the state is told.
     *
     * @param normal once there is a policy
     * @param withoutPolicy before
     */
    public record Rhythm(Duration normal, Duration withoutPolicy) {
        public static final Rhythm NORMAL = new Rhythm(Duration.ofSeconds(5), Duration.ofSeconds(1));
    }

    private final LongFunction<NodeState> states;
    private final StateOutlet outlet;
    private final Rhythm rhythm;
    private final Runnable chores;
    private final Supplier<?> watched;
    private final Runnable returned;
    private final Thread thread;
    private final LongAdder sent = new LongAdder();
    private final LongAdder failures = new LongAdder();

    private long changes;
    private boolean closing;
    private long sequence;
    private boolean failing;

    /**
     * @param states makes the state with the given sequence
     * @param chores run on the agent's thread before each state
     * @param watched looked at a few times a second; a value that differs from the last is told at once
     * @param returned run on the agent's thread when the broker takes a state after one that it did not take
     */
    public NodeAgent(
            LongFunction<NodeState> states,
            StateOutlet outlet,
            Rhythm rhythm,
            Runnable chores,
            Supplier<?> watched,
            Runnable returned,
            ThreadFactory threads) {
        this.states = states;
        this.outlet = outlet;
        this.rhythm = rhythm;
        this.chores = chores;
        this.watched = watched;
        this.returned = returned;
        this.thread = threads.newThread(this);
    }

    public void start() {
        thread.start();
    }

    /** Something changed: the state is told at once. Never blocks. */
    public synchronized void changed() {
        changes++;
        notifyAll();
    }

    public long statesSent() {
        return sent.sum();
    }

    /** States that the broker did not take. */
    public long failures() {
        return failures.sum();
    }

    @Override
    public void run() {
        try {
            boolean last = false;
            while (!last) {
                long seen = changes();
                last = isClosing();
                Object before = watched.get();
                awaitChange(seen, before, tell() ? rhythm.normal() : rhythm.withoutPolicy());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells the state once more and ends. */
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            thread.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether the node has a policy. */
    private boolean tell() {
        try {
            chores.run();
            NodeState state = states.apply(++sequence);
            send(state);
            return !state.hash().isEmpty();
        } catch (RuntimeException e) {
            LOG.error("Telling the node's state failed; please report this.", e);
            return false;
        }
    }

    private void send(NodeState state) {
        try {
            outlet.send(state);
            sent.increment();
            noteFailure(false, state.node());
        } catch (IOException e) {
            failures.increment();
            noteFailure(true, String.valueOf(e.getMessage()));
        }
    }

    private synchronized long changes() {
        return changes;
    }

    private synchronized boolean isClosing() {
        return closing;
    }

    private void awaitChange(long seen, Object before, Duration pause) throws InterruptedException {
        long deadline = System.nanoTime() + pause.toNanos();
        long left = pause.toNanos();
        while (left > 0 && watched.get().equals(before) && !awaitCall(seen, Math.min(left, GLANCE))) {
            left = deadline - System.nanoTime();
        }
    }

    /** Returns true when the state is to be told now. */
    private synchronized boolean awaitCall(long seen, long nanos) throws InterruptedException {
        if (changes == seen && !closing) {
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        }
        return changes != seen || closing;
    }

    private void noteFailure(boolean now, String detail) {
        if (now && !failing) {
            LOG.warn("The master does not hear from this node: {}", detail);
        } else if (!now && failing) {
            LOG.info("The master hears from this node {} again.", detail);
            returned.run();
        }
        failing = now;
    }
}
