package dev.sluice.master.member;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.Hand;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.member.NodeEvent.Kind;
import dev.sluice.master.persistence.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final TestDatabase database = TestDatabase.create();
    private final Hand clock = new Hand(Instant.parse("2026-06-01T00:00:00Z"));
    private final History history = new History(database.jdbc(), TestLease.held(database.jdbc()), clock);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void givesTheNewestFirst() {
        NodeEvent joined = event("a", Kind.JOINED, "");
        NodeEvent drained = new NodeEvent("a", clock.instant(), Kind.DRAIN, "a\uFFFDb", "ann");
        history.add(List.of(
                joined, event("b", Kind.JOINED, ""), new NodeEvent("a", clock.instant(), Kind.DRAIN, "a\0b", "ann")));
        assertThat(history.of("a", 10)).containsExactly(drained, joined);
        assertThat(history.of("a", 1)).containsExactly(drained);
        assertThat(history.of("c", 1)).isEmpty();
    }

    @Test
    void forgetsWhatIsOldAndWhatIsTooMuch() {
        history.add(List.of(event("a", Kind.JOINED, "")));
        clock.move(History.KEPT.plus(Duration.ofSeconds(1)));
        int many = History.MOST_OF_A_NODE + 5;
        history.add(IntStream.range(0, many)
                .mapToObj(i -> event("a", Kind.STATUS, String.valueOf(i)))
                .toList());
        history.add(List.of(event("b", Kind.JOINED, "")));
        history.prune();
        assertThat(history.of("a", 10_000))
                .hasSize(History.MOST_OF_A_NODE)
                .extracting(NodeEvent::text)
                .startsWith(String.valueOf(many - 1))
                .endsWith("5");
        assertThat(history.of("b", 10)).hasSize(1);
    }

    private NodeEvent event(String node, Kind kind, String text) {
        return new NodeEvent(node, clock.instant(), kind, text, "");
    }
}
