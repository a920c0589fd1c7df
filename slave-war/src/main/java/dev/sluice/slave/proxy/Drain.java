package dev.sluice.slave.proxy;

import dev.sluice.jms.NodeState.Service;
import dev.sluice.slave.filter.Ledger;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Takes the proxy out of service, and back, while it goes on listening.
 *
 * <p>A node that drains is not ready, and that is all at first: until the balancer has seen it, clients are still sent
 * here, and they are served like any other, each with the last response of its connection. Once nothing runs, or the
 * deadline is over and what runs is cut, new requests are refused. Safe for any thread.
 */
final class Drain {
    private static final long GLANCE_MILLIS = 25;
    /** What is cut has this time to say so to its client. */
    private static final long LAST_WORDS_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** How running exchanges and connections are ended; called on a timer's thread, must not block. */
    interface Cut {
        /** Ends all exchanges and tunnels that run; called again for those that were about to connect. */
        void exchanges();

        /** Closes the connections of clients, whatever they do. */
        void connections();
    }

    private final Ledger ledger;
    private final Scheduler scheduler;
    private final Duration grace;
    private final Cut cut;
    private volatile Service service = Service.SERVING;
    private volatile boolean refusing;
    private boolean ending;
    private boolean cutting;
    private long course;
    private long openUntil;
    private long deadline;

    /** @param grace how long it is before the balancer has seen that the node is not ready */
    Drain(Ledger ledger, Scheduler scheduler, Duration grace, Cut cut) {
        this.ledger = ledger;
        this.scheduler = scheduler;
        this.grace = grace;
        this.cut = cut;
    }

    Service service() {
        return service;
    }

    /** Whether each response is the last one of its connection. */
    boolean closesConnections() {
        return service != Service.SERVING;
    }

    /** Whether new exchanges are refused. */
    boolean refuses() {
        return refusing;
    }

    /** Begins to drain, or gives a drain that has begun another deadline, from now on. */
    synchronized void begin(Duration time) {
        if (ending || service == Service.DRAINED) {
            return;
        }
        long now = System.nanoTime();
        deadline = now + time.toNanos();
        if (service == Service.SERVING) {
            service = Service.DRAINING;
            openUntil = now + Math.min(grace.toNanos(), time.toNanos());
            cutting = false;
            lookLater(++course);
        }
    }

    /** Takes requests again, however far the drain has come. */
    synchronized void resume() {
        if (!ending) {
            course++;
            refusing = false;
            service = Service.SERVING;
        }
    }

    /** The proxy is about to stop and does not come back. Returns whether clients may still be sent here. */
    synchronized boolean end() {
        boolean unseen = service == Service.SERVING;
        ending = true;
        course++;
        if (unseen) {
            service = Service.DRAINING;
        }
        return unseen;
    }

    private void lookLater(long seen) {
        scheduler.schedule(() -> look(seen), GLANCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void look(long seen) {
        if (seen != course) {
            return;
        }
        long now = System.nanoTime();
        boolean idle = now - openUntil >= 0 && ledger.inFlight() == 0;
        // Refusing first, then looking once more: a tunnel that came in between does not outlive the drain.
        if (refusing && (idle || now - deadline >= 0)) {
            finish();
            return;
        }
        if (idle) {
            refusing = true;
        } else if (now - deadline >= 0) {
            refusing = true;
            cutting = true;
            deadline = now + LAST_WORDS_NANOS;
        }
        if (cutting) {
            cut.exchanges();
        }
        lookLater(seen);
    }

    private void finish() {
        cut.connections();
        if (cutting) {
            ledger.closeRest();
        }
        service = Service.DRAINED;
    }
}
