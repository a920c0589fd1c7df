package dev.sluice.tests.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that fetch pages of their own through a proxy until they are stopped, and know each page that they got in
 * full. The site answers 404 to all of them; what counts is who answered.
 */
final class Visitors implements AutoCloseable {
    static final int CLIENTS = 4;

    private static final int PAUSE_MILLIS = 50;

    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private final AtomicInteger next = new AtomicInteger();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final String prefix;
    private final LocalSites sites;
    private final AtomicLong slowestNanos = new AtomicLong();
    private volatile boolean stopped;

    Visitors(InetSocketAddress proxy, LocalSites sites, String prefix) {
        this.sites = sites;
        this.prefix = prefix;
        for (int i = 0; i < CLIENTS; i++) {
            threads.submit(() -> visit(Fetch.through(proxy)));
        }
    }

    /** The beginning of all paths. */
    String prefix() {
        return prefix;
    }

    /** The paths that the site answered. */
    Set<String> answered() {
        return answered;
    }

    /** What went wrong for clients, in the order it happened. */
    List<String> failures() {
        return failures;
    }

    /** The longest that a client waited for an answer, or for the lack of one. */
    Duration slowest() {
        return Duration.ofNanos(slowestNanos.get());
    }

    /** Waits until so many more pages were answered. */
    void awaitAnswers(int more) {
        int wanted = answered.size() + more;
        Waiting.until(more + " more pages are answered", () -> answered.size() >= wanted);
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new AssertionError("a client still waits for its answer after a minute");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void visit(Fetch client) {
        while (!stopped) {
            String path = prefix + next.getAndIncrement();
            long begin = System.nanoTime();
            try {
                int status = client.status(sites.url(path));
                if (status == 404) {
                    answered.add(path);
                } else {
                    failures.add(path + ": " + status);
                }
                note(begin);
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (IOException e) {
                failures.add(path + ": " + e);
                note(begin);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void note(long begin) {
        slowestNanos.accumulateAndGet(System.nanoTime() - begin, Math::max);
    }

    @Override
    public String toString() {
        return answered.size() + " answers, the slowest after " + slowest().toMillis() + " ms, failures " + failures;
    }
}
