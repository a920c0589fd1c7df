package dev.sluice.slave.policy;

import dev.sluice.jms.PolicyMessage;
import dev.sluice.policy.model.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where policies wait for a thread that fetches, compiles and activates them, so that no listener waits for that. Of
 * several that wait the newest is taken first, which makes the others old news. One that cannot be completed yet is
 * tried again, ever less often, until it is or a newer one is active. Safe for any thread.
 */
public final class PolicyInbox implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyInbox.class);
    private static final int MOST = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Comparator<PolicyMessage> NEWEST_FIRST =
            Comparator.comparing(PolicyMessage::revision).reversed();

    private final PolicyIntake intake;
    private final Duration firstPause;
    private final Duration longestPause;
    private final Thread thread;
    private final List<PolicyMessage> waiting = new ArrayList<>();
    private final LongAdder dropped = new LongAdder();
    private Optional<PolicyMessage> incomplete = Optional.empty();
    private long tryAgain;
    private Duration pause;
    private boolean closing;

    public PolicyInbox(PolicyIntake intake, ThreadFactory threads) {
        this(intake, Duration.ofSeconds(1), Duration.ofSeconds(30), threads);
    }

    PolicyInbox(PolicyIntake intake, Duration firstPause, Duration longestPause, ThreadFactory threads) {
        this.intake = intake;
        this.firstPause = firstPause;
        this.longestPause = longestPause;
        this.pause = firstPause;
        this.thread = threads.newThread(this);
    }

    public void start() {
        thread.start();
    }

    /** Leaves a policy here. Never waits; when too many wait, it is dropped, and the master will say it again. */
    public synchronized void put(PolicyMessage message) {
        if (waiting.size() == MOST) {
            dropped.increment();
            LOG.warn("Dropped policy {}: {} others wait.", message.revision(), MOST);
            return;
        }
        waiting.add(message);
        notifyAll();
    }

    /** Policies that found too many others waiting. */
    public long dropped() {
        return dropped.sum();
    }

    @Override
    public void run() {
        try {
            for (List<PolicyMessage> next = next(); !next.isEmpty(); next = next()) {
                next.forEach(this::offer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for policies, and for the time to try the incomplete one again. Empty at the end. */
    private synchronized List<PolicyMessage> next() throws InterruptedException {
        while (!closing) {
            // The master says it again with every state: that does not make it any more complete.
            waiting.removeIf(message -> incomplete
                    .filter(other -> other.revision().equals(message.revision()))
                    .isPresent());
            if (!waiting.isEmpty()) {
                List<PolicyMessage> next = waiting.stream().sorted(NEWEST_FIRST).toList();
                waiting.clear();
                return next;
            }
            long left = tryAgain - System.nanoTime();
            if (incomplete.isEmpty()) {
                wait();
            } else if (left > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } else {
                return List.of(incomplete.get());
            }
        }
        return List.of();
    }

    private void offer(PolicyMessage message) {
        try {
            noteOutcome(message, intake.offer(message));
        } catch (RuntimeException e) {
            LOG.error("Taking the policy {} failed; please report this.", message.revision(), e);
        }
    }

    private synchronized void noteOutcome(PolicyMessage message, Verdict verdict) {
        Revision before = incomplete.map(PolicyMessage::revision).orElse(Revision.NONE);
        if (verdict == Verdict.INCOMPLETE && !before.isNewerThan(message.revision())) {
            pause = message.revision().equals(before) ? longer(pause) : firstPause;
            tryAgain = System.nanoTime() + pause.toNanos();
            incomplete = Optional.of(message);
        } else if (verdict != Verdict.INCOMPLETE
                && verdict != Verdict.UNTRUSTED
                && !before.isNewerThan(message.revision())) {
            incomplete = Optional.empty();
        }
    }

    private Duration longer(Duration before) {
        Duration twice = before.multipliedBy(2);
        return twice.compareTo(longestPause) > 0 ? longestPause : twice;
    }

    /** Ends, and leaves what waits: the master says it again after the next start. */
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt(); // it may wait for the master
    }
}
