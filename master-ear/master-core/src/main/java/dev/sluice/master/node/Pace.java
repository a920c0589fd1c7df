package dev.sluice.master.node;

import dev.sluice.jms.NodeState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a node does in a second, from the counters in the states of the last moments. In memory only. Safe for any
 * thread.
 */
final class Pace {
    private static final Duration WINDOW = Duration.ofSeconds(12);
    private static final Duration SHORTEST = Duration.ofMillis(900);
    private static final int MOST_SAMPLES = 64;

    private record Sample(Instant at, NodeState state) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    synchronized void add(Heard heard) {
        Sample last = samples.peekLast();
        if (last != null && last.state().boot() != heard.state().boot()) {
            samples.clear();
        }
        samples.addLast(new Sample(heard.at(), heard.state()));
        while (samples.size() > MOST_SAMPLES || isSuperfluous(heard.at())) {
            samples.removeFirst();
        }
    }

    /** One sample older than the window is kept, so that the window is covered. */
    private boolean isSuperfluous(Instant now) {
        return samples.size() > 2
                && samples.stream().skip(1).findFirst().orElseThrow().at().isBefore(now.minus(WINDOW));
    }

    synchronized Rates rates() {
        if (samples.size() < 2) {
            return Rates.NONE;
        }
        Sample from = samples.getFirst();
        Sample to = samples.getLast();
        Duration span = Duration.between(from.at(), to.at());
        return span.compareTo(SHORTEST) < 0 ? Rates.NONE : rates(from.state(), to.state(), span);
    }

    private static Rates rates(NodeState from, NodeState to, Duration span) {
        double seconds = span.toNanos() / 1e9;
        NodeState.Traffic before = from.traffic();
        NodeState.Traffic after = to.traffic();
        long answered = after.answered() - before.answered();
        return new Rates(
                Math.max(0, to.exchanges() - from.exchanges()) / seconds,
                Math.max(0, after.blocked() - before.blocked()) / seconds,
                Math.max(0, after.failed() - before.failed()) / seconds,
                answered <= 0
                        ? Duration.ZERO
                        : Duration.ofNanos(Math.max(0, after.micros() - before.micros()) * 1_000 / answered));
    }
}
