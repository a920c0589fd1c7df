package dev.sluice.tests.cluster;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that fetch pages of their own through a proxy until they are stopped, and know each page that they got in
 * full. The site answers 404 to all of them; what counts is who answered.
 */
final class Visitors implements AutoCloseable {
    private static final int CLIENTS = 4;

    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    private final AtomicInteger next = new AtomicInteger();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final String prefix;
    private final LocalSites sites;
    private volatile boolean stopped;

    Visitors(InetSocketAddress proxy, LocalSites sites, String prefix) {
        this.sites = sites;
        this.prefix = prefix;
        for (int i = 0; i < CLIENTS; i++) {
            threads.submit(() -> visit(Fetch.through(proxy)));
        }
    }

    /** The paths that the site answered. */
    Set<String> answered() {
        return answered;
    }

    /** What went wrong for clients, in the order it happened. */
    List<String> failures() {
        return failures;
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
            try {
                int status = client.status(sites.url(path));
                if (status == 404) {
                    answered.add(path);
                } else {
                    failures.add(path + ": " + status);
                }
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (IOException e) {
                failures.add(path + ": " + e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
