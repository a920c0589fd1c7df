package dev.sluice.slave.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.AccessRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HandOffTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final List<String> taken = new ArrayList<>();

    @Test
    void isTakenInGroupsAndEachRecordInTime() throws Exception {
        long start = System.nanoTime();
        HandOff handOff = new HandOff(100, Duration.ofSeconds(1));
        handOff.offer(record("1"));
        Thread taker = taker(handOff);

        handOff.offer(record("2"));
        taker.join();

        assertThat(taken).containsExactly("1", "2");
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(800), Duration.ofSeconds(20));
        assertThat(handOff.isDue()).isTrue();
    }

    @Test
    void keepsWhoWaitsForAnAuditedExchangeWaitingForNobody() throws Exception {
        HandOff handOff = new HandOff(100, LONG);
        handOff.offer(record("1"));
        Thread taker = taker(handOff);

        CompletableFuture<Boolean> safe = new CompletableFuture<>();
        assertThat(handOff.offer(record("2"), safe)).isTrue();
        taker.join(LONG.toMillis() / 2);

        assertThat(taken).containsExactly("1", "2");
        assertThat(handOff.isDue()).isFalse(); // the records of the group go on waiting for others
    }

    @Test
    void takesNoMoreThanItHasRoomFor() {
        HandOff handOff = new HandOff(2, LONG);

        assertThat(handOff.offer(record("1"))).isTrue();
        assertThat(handOff.offer(record("2"))).isTrue();
        assertThat(handOff.offer(record("3"))).isFalse();
        assertThat(handOff.offer(record("4"), new CompletableFuture<>())).isFalse();
    }

    @Test
    void waitsForNobodyWhenASliceWaitsAlready() {
        HandOff handOff = new HandOff(1_000, LONG);
        offer(handOff, 0, HandOff.SLICE);

        take(handOff);

        assertThat(taken).hasSize(HandOff.SLICE);
    }

    /** Whoever hands over the last of a slice wakes the one that takes. */
    @Test
    void takesASliceOfAGroupBeforeItIsDue() throws Exception {
        HandOff handOff = new HandOff(1_000, LONG);
        handOff.offer(record("0"));
        Thread taker = taker(handOff);

        offer(handOff, 1, HandOff.SLICE);
        taker.join(LONG.toMillis() / 2);

        assertThat(taken).hasSize(HandOff.SLICE).startsWith("0", "1", "2");
        assertThat(handOff.isDue()).isFalse(); // nothing is synced for it
    }

    private static void offer(HandOff handOff, int from, int to) {
        for (int i = from; i < to; i++) {
            handOff.offer(record(String.valueOf(i)));
        }
    }

    @Test
    void takesWhatIsLeftAtTheEndAndNothingMore() throws Exception {
        HandOff handOff = new HandOff(100, LONG);
        handOff.offer(record("1"));
        handOff.close();
        assertThat(handOff.offer(record("2"))).isFalse();
        assertThat(handOff.isOver()).isFalse();

        take(handOff);

        assertThat(taken).containsExactly("1");
        assertThat(handOff.isOver()).isTrue();
    }

    /** One that gathers. */
    private Thread taker(HandOff handOff) {
        Thread taker = new Thread(() -> take(handOff));
        taker.start();
        await().until(() -> taker.getState() == Thread.State.TIMED_WAITING);
        return taker;
    }

    private void take(HandOff handOff) {
        try {
            handOff.take(false, handed -> taken.add(handed.record().requestId()));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AccessRecord record(String requestId) {
        return Samples.record(requestId);
    }
}
