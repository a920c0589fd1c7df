package dev.sluice.master.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.Hand;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailureNotesTest {
    @Test
    void writesAFewAMinuteDownAndTellsHowManyItLeftOut() {
        Hand clock = new Hand(Instant.parse("2026-01-01T00:00:00Z"));
        FailureNotes notes = new FailureNotes(clock);
        for (int i = 0; i < FailureNotes.A_MINUTE; i++) {
            assertThat(notes.next()).contains(0L);
        }
        assertThat(notes.next()).isEmpty();
        clock.move(Duration.ofSeconds(59));
        assertThat(notes.next()).isEmpty();
        clock.move(Duration.ofSeconds(1));
        assertThat(notes.next()).contains(2L);
        assertThat(notes.next()).contains(0L);
    }
}
