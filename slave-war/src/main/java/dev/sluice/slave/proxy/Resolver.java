package dev.sluice.slave.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/**
 * Finds the addresses of hosts off the threads that carry requests. Answers are kept for thirty seconds, failures are
 * not; look-ups of one name at the same time are one. Refuses addresses that lead back to the proxy's own listener.
 */
final class Resolver implements SocketAddressResolver {
    static final Duration TIME_TO_LIVE = Duration.ofSeconds(30);
    private static final int MAX_ENTRIES = 4096;
    private static final int MAX_WAITING = 2048;
    private static final int THREADS = 16;

    private final Lookup lookup;
    private final OwnListener own;
    private final Duration timeout;
    private final ExecutorService threads;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Answer>> running = new ConcurrentHashMap<>();

    /** Asks for the addresses of a name; may block. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    private record Answer(List<InetAddress> addresses, long nanos) {
        boolean isFresh() {
            return System.nanoTime() - nanos < TIME_TO_LIVE.toNanos();
        }
    }

    Resolver(Lookup lookup, OwnListener own, Duration timeout) {
        this.lookup = lookup;
        this.own = own;
        this.timeout = timeout;
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_WAITING), task -> {
                    Thread thread = new Thread(task, "sluice-dns");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        threads = pool;
    }

    void stop() {
        threads.shutdownNow();
    }

    @Override
    public void resolve(String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> promise) {
        resolve(host, port, promise);
    }

    /** Fails with UnknownHostException, TimeoutException, or LoopException where only the proxy itself is left. */
    void resolve(String host, int port, Promise<List<InetSocketAddress>> promise) {
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        Answer known = answers.get(name);
        if (known != null && known.isFresh()) {
            finish(known, port, promise);
            return;
        }
        CompletableFuture<Answer> unused = ask(name).whenComplete((answer, failure) -> {
            if (failure == null) {
                finish(answer, port, promise);
            } else {
                promise.failed(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            }
        });
    }

    private void finish(Answer answer, int port, Promise<List<InetSocketAddress>> promise) {
        List<InetSocketAddress> others = answer.addresses().stream()
                .map(address -> new InetSocketAddress(address, port))
                .filter(address -> !own.isReachedBy(address))
                .toList();
        if (others.isEmpty()) {
            promise.failed(new LoopException());
        } else {
            promise.succeeded(others);
        }
    }

    private CompletableFuture<Answer> ask(String name) {
        CompletableFuture<Answer> mine = new CompletableFuture<>();
        CompletableFuture<Answer> other = running.putIfAbsent(name, mine);
        if (other != null) {
            return other;
        }
        CompletableFuture<Answer> unused = mine.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((answer, failure) -> running.remove(name, mine));
        try {
            threads.execute(() -> lookUp(name, mine));
        } catch (RejectedExecutionException full) {
            mine.completeExceptionally(new TimeoutException("Too many names wait for DNS"));
        }
        return mine;
    }

    private void lookUp(String name, CompletableFuture<Answer> result) {
        if (result.isDone()) {
            return;
        }
        try {
            Answer answer = new Answer(List.of(lookup.addresses(name)), System.nanoTime());
            keep(name, answer);
            running.remove(name, result);
            result.complete(answer);
        } catch (UnknownHostException | RuntimeException failure) {
            running.remove(name, result);
            result.completeExceptionally(failure);
        }
    }

    private void keep(String name, Answer answer) {
        if (answers.size() >= MAX_ENTRIES) {
            answers.values().removeIf(old -> !old.isFresh());
        }
        if (answers.size() >= MAX_ENTRIES) {
            answers.clear();
        }
        answers.put(name, answer);
    }
}
