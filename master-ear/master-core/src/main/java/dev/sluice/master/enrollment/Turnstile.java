package dev.sluice.master.enrollment;

import dev.sluice.enrollment.Refusal;
import dev.sluice.enrollment.Refusal.Reason;
import dev.sluice.policy.match.IpAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets so many requests through from each address, and counts those that were refused and keeps them for people to see.
 * Safe for any thread.
 */
final class Turnstile {
    private static final Duration NOTE_A_FLOOD_EACH = Duration.ofMinutes(1);

    private final Refusals refusals;
    private final Clock clock;
    private final Flood requests;
    private final Flood polls;
    private final LongAdder refused = new LongAdder();
    private final LongAdder floods = new LongAdder();
    private volatile Instant floodNotedAt = Instant.EPOCH;

    /** Who asks, and what it says of itself; empty for what it does not say. */
    record Caller(IpAddress address, String node, String keyId) {
        Caller(IpAddress address) {
            this(address, "", "");
        }
    }

    Turnstile(Refusals refusals, Clock clock) {
        this.refusals = refusals;
        this.clock = clock;
        this.requests = new Flood(clock, 30, 0.5);
        this.polls = new Flood(clock, 60, 2);
    }

    /** @throws RefusedException when too many requests to join came from that address */
    void ask(Caller caller) throws RefusedException {
        check(requests, caller);
    }

    /** @throws RefusedException when too many questions about requests came from that address */
    void poll(Caller caller) throws RefusedException {
        check(polls, caller);
    }

    /** Does not count the last request: a whole site may join from one address. */
    void forgive(Caller caller) {
        requests.forgive(caller.address());
    }

    private void check(Flood flood, Caller caller) throws RefusedException {
        Duration wait = flood.waitFor(caller.address());
        if (wait.isZero()) {
            return;
        }
        floods.increment();
        Refusal refusal =
                new Refusal(Reason.FLOOD, "Too many requests came from " + caller.address() + "; wait a while.");
        Instant now = clock.instant();
        if (floodNotedAt.plus(NOTE_A_FLOOD_EACH).isBefore(now)) {
            floodNotedAt = now;
            note(refusal, caller);
        }
        throw new RefusedException(refusal, wait);
    }

    /** Counts and keeps it. */
    RefusedException refused(Refusal refusal, Caller caller) {
        refused.increment();
        note(refusal, caller);
        return new RefusedException(refusal);
    }

    private void note(Refusal refusal, Caller caller) {
        refusals.note(new RefusalNote(
                clock.instant(),
                caller.address().toString(),
                caller.node(),
                caller.keyId(),
                refusal.reason().word(),
                refusal.text()));
    }

    /** Requests refused for what they said, since the start. */
    long refused() {
        return refused.sum();
    }

    /** Requests that were not looked at because too many came from their address, since the start. */
    long floods() {
        return floods.sum();
    }
}
