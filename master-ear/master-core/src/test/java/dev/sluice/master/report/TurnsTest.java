package dev.sluice.master.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns<String> turns = new Turns<>();
    private final One before = new One();
    private final One next = new One();

    @AfterEach
    void close() {
        before.thread.shutdownNow();
        next.thread.shutdownNow();
    }

    /** A thread that takes turns, and does one thing after the other. */
    private final class One {
        private final ExecutorService thread = Executors.newSingleThreadExecutor();

        private CompletableFuture<Void> begin() {
            return run(() -> {
                try {
                    turns.begin();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        }

        private Optional<String> expected() {
            return CompletableFuture.supplyAsync(turns::expected, thread)
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
        }

        private CompletableFuture<Void> pass(String expectation) {
            return run(() -> turns.pass(expectation));
        }

        private CompletableFuture<Void> run(Runnable what) {
            return CompletableFuture.runAsync(what, thread).orTimeout(10, TimeUnit.SECONDS);
        }
    }

    private static void waits(CompletableFuture<?> what) {
        await().during(Duration.ofMillis(100)).until(() -> !what.isDone());
    }

    @Test
    void theNextBeginsWithWhatTheOneBeforeExpectsAndWaitsForItsEnd() {
        before.begin().join();
        assertThat(before.expected()).isEmpty();
        CompletableFuture<Void> begun = next.begin();
        waits(begun);
        before.pass("a").join();
        begun.join();
        assertThat(next.expected()).contains("a");
        CompletableFuture<Void> passed = next.pass("b");
        waits(passed);
        before.run(turns::end).join();
        passed.join();
        assertThat(next.expected()).as("in the second part").isEmpty();
    }

    @Test
    void afterAFailureTheNextWaitsAndExpectsNothing() {
        before.begin().join();
        before.pass("a").join();
        before.run(turns::fail).join();
        next.begin().join();
        CompletableFuture<Optional<String>> expected = CompletableFuture.supplyAsync(turns::expected, next.thread);
        waits(expected);
        before.run(turns::end).join();
        assertThat(expected.join()).isEmpty();
        next.pass("b").join();
        before.begin().join();
        assertThat(before.expected()).as("after that all is as usual").contains("b");
    }

    @Test
    void whoEndsWithoutPassingIsAFailure() {
        before.begin().join();
        before.pass("a").join();
        before.run(turns::end).join();
        next.begin().join();
        next.run(turns::end).join();
        before.begin().join();
        assertThat(before.expected()).isEmpty();
    }

    @Test
    void whoIsAlonePassesNothing() {
        before.begin().join();
        before.run(turns::beAlone).join();
        before.pass("a").join();
        CompletableFuture<Void> begun = next.begin();
        waits(begun);
        before.run(turns::end).join();
        begun.join();
        assertThat(next.expected()).isEmpty();
        next.pass("b").join();
        before.begin().join();
        assertThat(before.expected()).as("only once").contains("b");
    }

    @Test
    void secondPartsComeOneByOneInTheOrderOfTheFirst() throws Exception {
        List<Integer> firsts = Collections.synchronizedList(new ArrayList<>());
        List<Integer> seconds = Collections.synchronizedList(new ArrayList<>());
        ExecutorService threads = Executors.newFixedThreadPool(3);
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            threads.submit(() -> {
                turns.begin();
                try {
                    firsts.add(number);
                    turns.pass("");
                    seconds.add(number);
                } finally {
                    turns.end();
                }
                return number;
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(seconds)
                .containsExactlyElementsOf(firsts)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 1_000).boxed().toList());
    }
}
