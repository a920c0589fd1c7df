package dev.sluice.slave.agent;

import dev.sluice.jms.HeadMessage;
import dev.sluice.jms.NodeState.Rejection;
import dev.sluice.policy.CompiledPolicy;
import dev.sluice.policy.model.Revision;
import dev.sluice.slave.alarm.Alarms;
import dev.sluice.slave.alarm.Matter;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The revision that this node should enforce, as its master says. When that does not come, the node tells its state
 * again, which makes the master send it: after two seconds, a few times, and then with each heartbeat. Safe for any thread.
 */
final class Head {
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
    static final int MOST_ASKS = 3;

    private final Supplier<Optional<CompiledPolicy>> active;
    private final Supplier<Revision> received;
    private final Supplier<Optional<Rejection>> rejected;
    private final Alarms alarms;
    private final LongSupplier nanoTime;
    private volatile Sought sought;

    private record Sought(Revision revision, long since) {}

    /** @param nanoTime as {@link System#nanoTime} */
    Head(
            Supplier<Optional<CompiledPolicy>> active,
            Supplier<Revision> received,
            Supplier<Optional<Rejection>> rejected,
            Alarms alarms,
            LongSupplier nanoTime) {
        this.active = active;
        this.received = received;
        this.rejected = rejected;
        this.alarms = alarms;
        this.nanoTime = nanoTime;
        this.sought = new Sought(Revision.NONE, 0);
    }

    synchronized void take(HeadMessage message) {
        if (!message.head().equals(sought.revision())) {
            sought = new Sought(message.head(), nanoTime.getAsLong());
        }
        problem(message).ifPresentOrElse(text -> alarms.raise(Matter.HEAD, text), () -> alarms.clear(Matter.HEAD));
    }

    private Optional<String> problem(HeadMessage message) {
        if (asks() == MOST_ASKS) {
            return Optional.of("The policy " + message.head() + " has not come.");
        }
        boolean other = active.get()
                .filter(policy -> policy.revision().equals(message.head()))
                .filter(policy -> !policy.hash().equals(message.hash()))
                .isPresent();
        return other
                ? Optional.of("The master's policy " + message.head() + " is another than the one of that number here.")
                : Optional.empty();
    }

    /** Grows each time that the state should be told because the head has not come; 0 while nothing is missing. */
    int asks() {
        Sought now = sought;
        if (!isMissing(now.revision())) {
            return 0;
        }
        return (int) Math.min(MOST_ASKS, (nanoTime.getAsLong() - now.since()) / PATIENCE_NANOS);
    }

    /** What has come is not asked for, even where it is not active yet. */
    private boolean isMissing(Revision revision) {
        boolean refused = rejected.get()
                .filter(rejection -> rejection.revision().equals(revision))
                .isPresent();
        return revision.isNewerThan(received.get()) && !refused;
    }
}
