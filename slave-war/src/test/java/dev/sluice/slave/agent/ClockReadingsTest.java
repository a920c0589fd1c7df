package dev.sluice.slave.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.NodeState.ClockReading;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClockReadingsTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    private final ClockReadings readings = new ClockReadings();

    /** A node whose clock is ahead by so much; the way there and back takes so long, and the master so long between. */
    private void roundTrip(Duration ahead, long thereMillis, long backMillis, long masterMillis) {
        Instant heard = NOON.plusMillis(thereMillis);
        Instant answered = heard.plusMillis(masterMillis);
        readings.take(
                NOON.plus(ahead),
                heard,
                answered,
                answered.plusMillis(backMillis).plus(ahead));
    }

    @Test
    void knowsNothingBeforeTheFirstRoundTrip() {
        assertThat(readings.best()).isEmpty();
    }

    @Test
    void saysWhatMustBeAddedToTheNodesClock() {
        roundTrip(Duration.ofSeconds(90), 10, 10, 500);
        assertThat(readings.best()).contains(new ClockReading(Duration.ofSeconds(-90), Duration.ofMillis(20)));
    }

    @Test
    void isWrongByHalfTheRoundTripAtMost() {
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            Duration ahead = Duration.ofMillis(random.nextInt(200_000) - 100_000);
            ClockReadings fresh = new ClockReadings();
            Instant heard = NOON.plusMillis(random.nextInt(5_000));
            Instant answered = heard.plusMillis(random.nextInt(5_000));
            Instant now = answered.plusMillis(random.nextInt(5_000)).plus(ahead);
            fresh.take(NOON.plus(ahead), heard, answered, now);
            ClockReading reading = fresh.best().orElseThrow();
            assertThat(reading.offset().plus(ahead).abs())
                    .isLessThanOrEqualTo(reading.roundTrip().dividedBy(2));
        }
    }

    @Test
    void believesTheQuickestOfTheLastEight() {
        roundTrip(Duration.ofSeconds(1), 2, 2, 0);
        for (int i = 1; i < ClockReadings.KEPT; i++) {
            roundTrip(Duration.ofSeconds(1), 10, 400, 0);
        }
        assertThat(readings.best()).contains(new ClockReading(Duration.ofSeconds(-1), Duration.ofMillis(4)));
        roundTrip(Duration.ofSeconds(5), 10, 10, 0);
        assertThat(readings.best()).contains(new ClockReading(Duration.ofSeconds(-5), Duration.ofMillis(20)));
    }

    @Test
    void forgetsWhatItReadBeforeAClockWasSet() {
        roundTrip(Duration.ofSeconds(1), 2, 2, 0);
        roundTrip(Duration.ofHours(1), 10, 400, 0);
        assertThat(readings.best().orElseThrow().offset())
                .isBetween(
                        Duration.ofHours(-1).minusMillis(205),
                        Duration.ofHours(-1).plusMillis(205));
    }

    @Test
    void passesOverARoundTripInWhichAClockWasSet() {
        readings.take(NOON, NOON, NOON, NOON.minusSeconds(1));
        assertThat(readings.best()).isEmpty();
    }
}
