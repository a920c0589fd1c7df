package dev.sluice.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DetachedTest {
    private final Queue<Runnable> others = new ArrayDeque<>();
    private final AtomicInteger done = new AtomicInteger();

    @Test
    void isLeftToAnotherThreadAndNotStartedTwice() {
        Detached work = new Detached(done::incrementAndGet, others::add);
        work.run();
        work.run();
        assertThat(done).hasValue(0);

        others.remove().run();
        assertThat(others).isEmpty();
        assertThat(done).hasValue(1);

        work.run();
        assertThat(others).hasSize(1);
    }

    @Test
    void isStartedAgainAfterAFailure() {
        Detached failing = new Detached(
                () -> {
                    throw new IllegalStateException();
                },
                others::add);
        failing.run();
        assertThatThrownBy(others.remove()::run).isInstanceOf(IllegalStateException.class);
        failing.run();
        assertThat(others).hasSize(1);
    }

    @Test
    void isStartedAgainWhenNoThreadTookIt() {
        Detached refused = new Detached(done::incrementAndGet, work -> {
            throw new RejectedExecutionException();
        });
        assertThatThrownBy(refused::run).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(refused::run).isInstanceOf(RejectedExecutionException.class);
    }
}
