package dev.sluice.slave.auth;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * What came of checks, or will. Keeps those that were asked for last, at least as many as it is told and at most twice as many.
 * Safe for any thread; never blocks.
 */
final class Checked {
    static final int MOST = 10_000;

    private final int most;
    private volatile Map<String, CompletableFuture<Boolean>> recent = new ConcurrentHashMap<>();
    private volatile Map<String, CompletableFuture<Boolean>> older = Map.of();

    Checked(int most) {
        this.most = most;
    }

    /** @param check makes it where nobody has asked for it yet; one that is refused is not kept */
    CompletableFuture<Boolean> get(String key, Supplier<CompletableFuture<Boolean>> check) {
        CompletableFuture<Boolean> known = recent.get(key);
        if (known != null) {
            return known;
        }
        CompletableFuture<Boolean> aged = older.get(key);
        try {
            return keep(key, aged == null ? check : () -> aged);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<Boolean> keep(String key, Supplier<CompletableFuture<Boolean>> check) {
        CompletableFuture<Boolean> made = recent.computeIfAbsent(key, absent -> check.get());
        if (recent.size() > most) {
            age();
        }
        return made;
    }

    private synchronized void age() {
        if (recent.size() > most) {
            older = recent;
            recent = new ConcurrentHashMap<>();
        }
    }
}
