package dev.sluice.tests.cluster;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits on a condition with a deadline long enough for a busy machine with two cores. */
final class Waiting {
    private static final Duration DEADLINE = Duration.ofMinutes(3);

    static void until(String what, Callable<Boolean> condition) {
        until(what, DEADLINE, condition);
    }

    static void until(String what, Duration deadline, Callable<Boolean> condition) {
        await(what)
                .atMost(deadline)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(condition);
    }

    private Waiting() {}
}
