package dev.sluice.master.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LatencySlotTest {
    @Test
    void isAtMostAnEighthOff() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            long micros = 4 + (random.nextLong() >>> (14 + random.nextInt(48)));
            long middle = LatencySlot.middle(LatencySlot.of(micros)).toNanos() / 1000;
            assertThat(Math.abs(middle - micros)).isLessThanOrEqualTo(micros / 8);
        }
    }

    @Test
    void growsWithTheLatency() {
        int last = -1;
        for (long micros = 1; micros < 1L << 40; micros += 1 + micros / 9) {
            int slot = LatencySlot.of(micros);
            assertThat(slot).isGreaterThanOrEqualTo(last);
            last = slot;
        }
    }

    @Test
    void takesAnyFigure() {
        assertThat(LatencySlot.of(Long.MAX_VALUE)).isEqualTo(251);
        assertThat(LatencySlot.of(Long.MIN_VALUE)).isEqualTo(LatencySlot.of(0)).isEqualTo(8);
    }

    @Test
    void readsQuantilesOffAHistogram() {
        SortedMap<Integer, Long> histogram = new TreeMap<>();
        for (int millis = 1; millis <= 1000; millis++) {
            histogram.merge(LatencySlot.of(millis * 1_000L), 1L, Long::sum);
        }
        Latency latency = Latency.of(histogram);
        assertThat(latency.median()).isBetween(Duration.ofMillis(437), Duration.ofMillis(563));
        assertThat(latency.p95()).isBetween(Duration.ofMillis(831), Duration.ofMillis(1069));
        assertThat(latency.p99()).isBetween(Duration.ofMillis(866), Duration.ofMillis(1114));
        assertThat(Latency.of(new TreeMap<>())).isEqualTo(Latency.NONE);
    }
}
