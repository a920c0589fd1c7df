package dev.sluice.slave.filter;

import dev.sluice.policy.Decision;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Every exchange is opened here once and closed here once; closing makes its access record. Safe for any thread. */
public final class Ledger {
    private final RecordSink records;
    private final AtomicReference<@Nullable CompletableFuture<Void>> idle = new AtomicReference<>();
    private final Set<Exchange> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong inFlight = new AtomicLong();
    private final AtomicLong openTunnels = new AtomicLong();
    private final LongAdder finished = new LongAdder();
    private final LongAdder blocked = new LongAdder();
    private final LongAdder asked = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder unanswered = new LongAdder();
    private final LongAdder answers = new LongAdder();
    private final LongAdder answerNanos = new LongAdder();
    private final LongAdder tunnels = new LongAdder();
    private final LongAdder bytesUp = new LongAdder();
    private final LongAdder bytesDown = new LongAdder();
    private final Outcomes outcomes = new Outcomes();

    public Ledger(RecordSink records) {
        this.records = records;
    }

    public void open(Exchange exchange) {
        open.add(exchange);
        if (!exchange.isSynthetic()) {
            records.begun();
        }
        inFlight.incrementAndGet();
    }

    /** The drain time is over: what is open now fails for that reason, whatever ends it. */
    public void cut() {
        open.forEach(exchange -> exchange.fail(Trouble.DRAINED));
    }

    /** Closes what nobody closed, when nothing runs any more. What it carried is not known then. */
    public void closeRest() {
        open.forEach(exchange -> close(exchange, 0, 0, 0));
    }

    public void openTunnel(Exchange exchange) {
        exchange.openTunnel();
        openTunnels.incrementAndGet();
    }

    /** Ends the exchange and makes its record. Further calls for the same exchange do nothing. */
    public void close(Exchange exchange, int status, long up, long down) {
        if (!exchange.end()) {
            return;
        }
        open.remove(exchange);
        try {
            if (!exchange.isSynthetic()) {
                count(exchange, up, down);
                outcomes.count(exchange, status);
                records.accept(exchange.record(status, up, down));
            }
        } finally {
            if (exchange.isTunnelOpen()) {
                openTunnels.decrementAndGet();
            }
            if (inFlight.decrementAndGet() == 0) {
                tellIdle();
            }
        }
    }

    /** Completes when nothing is in flight, from now on. */
    public CompletableFuture<Void> idle() {
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        idle.set(waiting);
        if (inFlight.get() == 0) {
            tellIdle();
        }
        return waiting;
    }

    private void tellIdle() {
        CompletableFuture<Void> waiting = idle.get();
        if (waiting != null) {
            waiting.complete(null);
        }
    }

    /** Exchanges and tunnels that are not at their end. */
    public long inFlight() {
        return inFlight.get();
    }

    public Traffic traffic() {
        return new Traffic(
                finished.sum(),
                blocked.sum(),
                asked.sum(),
                failed.sum(),
                unanswered.sum(),
                answers.sum(),
                answerNanos.sum(),
                tunnels.sum(),
                openTunnels.get(),
                inFlight.get(),
                bytesUp.sum(),
                bytesDown.sum());
    }

    public Outcomes outcomes() {
        return outcomes;
    }

    private void count(Exchange exchange, long up, long down) {
        finished.increment();
        Decision decision = exchange.decision();
        if (decision != null && decision.blocks()) {
            blocked.increment();
        }
        if (decision != null && decision.asks()) {
            asked.increment();
        }
        Trouble trouble = exchange.trouble();
        if (trouble != null) {
            failed.increment();
            if (trouble.isBehindTheGateway()) {
                unanswered.increment();
            }
        }
        if (exchange.answerNanos() > 0) {
            answers.increment();
            answerNanos.add(exchange.answerNanos());
        }
        if (exchange.isTunnelOpen()) {
            tunnels.increment();
        }
        bytesUp.add(up);
        bytesDown.add(down);
    }
}
