package dev.sluice.slave.agent;

import dev.sluice.jms.NodeState.ClockReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;

/**
 * The node's clock against the master's. Of the last eight round trips the quickest says it best: what a message waits
 * anywhere is in its round trip, and at most half of that is in its offset (RFC 5905 sections 8 and 10). Safe for any
 * thread.
 */
final class ClockReadings {
    static final int KEPT = 8;

    /** What two clocks that nobody sets may move apart between two readings. */
    private static final Duration DRIFT = Duration.ofMillis(50);

    private final Deque<ClockReading> readings = new ArrayDeque<>();

    /**
     * Takes one round trip.
     *
     * @param asked when the question left, by the node's clock
     * @param heard when it came, by the master's
     * @param answered when the answer left, by the master's
     * @param now when that came, by the node's
     */
    synchronized void take(Instant asked, Instant heard, Instant answered, Instant now) {
        Duration roundTrip = Duration.between(asked, now).minus(Duration.between(heard, answered));
        if (roundTrip.isNegative()) {
            return; // one of the clocks was set meanwhile
        }
        Duration offset = Duration.between(asked, heard)
                .plus(Duration.between(now, answered))
                .dividedBy(2);
        ClockReading reading = new ClockReading(offset, roundTrip);
        if (best().filter(before -> !agree(before, reading)).isPresent()) {
            readings.clear(); // one of the clocks was set since
        }
        readings.addLast(reading);
        if (readings.size() > KEPT) {
            readings.removeFirst();
        }
    }

    /** Whether there is an offset that both allow: each is wrong by half of its round trip at most. */
    private static boolean agree(ClockReading one, ClockReading other) {
        Duration apart = one.offset().minus(other.offset()).abs();
        return apart.multipliedBy(2)
                        .compareTo(one.roundTrip().plus(other.roundTrip()).plus(DRIFT))
                <= 0;
    }

    /** Empty before the first round trip. */
    synchronized Optional<ClockReading> best() {
        return readings.stream().min(Comparator.comparing(ClockReading::roundTrip));
    }
}
