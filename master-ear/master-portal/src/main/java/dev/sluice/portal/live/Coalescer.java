package dev.sluice.portal.live;

import dev.sluice.master.live.Changes.Topic;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Thins out a stream of changes: after the first, waits a moment and then passes each topic that changed meanwhile on
 * once. A change during the passing starts the next wait. Never blocks the announcer.
 *
 * <p>A container's scheduler silently drops tasks while the application starts or stops, so a wait that has not ended
 * long after it should have counts as dropped, and the next change begins another.
 */
final class Coalescer implements Consumer<Topic> {
    private static final int OVERDUE = 10;

    private final Duration pause;
    private final ScheduledExecutorService scheduler;
    private final LongSupplier nanos;
    private final Consumer<Topic> target;
    private final Set<Topic> waiting = EnumSet.noneOf(Topic.class);
    private boolean scheduled;
    private long scheduledAt;

    Coalescer(Duration pause, ScheduledExecutorService scheduler, LongSupplier nanos, Consumer<Topic> target) {
        this.pause = pause;
        this.scheduler = scheduler;
        this.nanos = nanos;
        this.target = target;
    }

    @Override
    public synchronized void accept(Topic topic) {
        waiting.add(topic);
        long now = nanos.getAsLong();
        if (!scheduled || now - scheduledAt > OVERDUE * pause.toNanos()) {
            scheduled = true;
            scheduledAt = now;
            scheduler.schedule(this::passOn, pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void passOn() {
        take().forEach(target);
    }

    private synchronized Set<Topic> take() {
        scheduled = false;
        Set<Topic> taken = waiting.isEmpty() ? Set.of() : EnumSet.copyOf(waiting);
        waiting.clear();
        return taken;
    }
}
