package dev.sluice.portal.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.live.Changes.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoalescerTest {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final HandDriven scheduler = new HandDriven();
    private final List<Topic> passed = new ArrayList<>();
    private long now;
    private final Coalescer coalescer = new Coalescer(PAUSE, scheduler, () -> now, passed::add);

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    @Test
    void passesABurstOfOneTopicOnOnce() {
        for (int i = 0; i < 1000; i++) {
            coalescer.accept(Topic.RECORDS);
        }
        assertThat(passed).isEmpty();
        assertThat(scheduler.delays).containsExactly(500L);

        scheduler.runAll();

        assertThat(passed).containsExactly(Topic.RECORDS);
    }

    @Test
    void passesEachTopicThatChangedOn() {
        coalescer.accept(Topic.RECORDS);
        coalescer.accept(Topic.NODES);

        scheduler.runAll();

        assertThat(passed).containsExactlyInAnyOrder(Topic.NODES, Topic.RECORDS);
    }

    @Test
    void startsAgainAfterAPass() {
        coalescer.accept(Topic.POLICY);
        scheduler.runAll();
        coalescer.accept(Topic.POLICY);
        scheduler.runAll();

        assertThat(passed).containsExactly(Topic.POLICY, Topic.POLICY);
    }

    @Test
    void goesOnAfterTheSchedulerDroppedATask() {
        coalescer.accept(Topic.NODES);
        scheduler.tasks.clear();

        now += Duration.ofSeconds(4).toNanos();
        coalescer.accept(Topic.NODES);
        assertThat(scheduler.tasks).isEmpty();

        now += Duration.ofSeconds(2).toNanos();
        coalescer.accept(Topic.NODES);
        scheduler.runAll();

        assertThat(passed).containsExactly(Topic.NODES);
    }

    /** Keeps tasks until the test runs them. */
    private static final class HandDriven extends ScheduledThreadPoolExecutor {
        private final List<Runnable> tasks = new ArrayList<>();
        private final List<Long> delays = new ArrayList<>();

        HandDriven() {
            super(1);
        }

        @Override
        public @Nullable ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            tasks.add(command);
            delays.add(unit.toMillis(delay));
            return null;
        }

        void runAll() {
            List<Runnable> due = List.copyOf(tasks);
            tasks.clear();
            due.forEach(Runnable::run);
        }
    }
}
