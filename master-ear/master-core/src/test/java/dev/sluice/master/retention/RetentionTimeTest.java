package dev.sluice.master.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.Hand;
import dev.sluice.master.persistence.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetentionTimeTest {
    private static final Instant START = Instant.parse("2026-03-20T12:00:00Z");

    private final TestDatabase database = TestDatabase.create();
    private final Hand clock = new Hand(START);
    private final RetentionTime time = new RetentionTime(database.jdbc(), clock);

    @AfterEach
    void close() {
        database.close();
    }

    @BeforeEach
    void begin() {
        assertThat(time.now()).as("of a new database").isBetween(Instant.now().minusSeconds(3600), Instant.now());
        time.advance();
        assertThat(time.now()).isEqualTo(START);
    }

    @Test
    void isThatOfTheClock() {
        clock.move(Duration.ofHours(47));
        assertThat(time.now()).as("between two hours").isEqualTo(START);

        time.advance();

        assertThat(time.now()).isEqualTo(START.plus(Duration.ofHours(47)));
    }

    @Test
    void followsAClockThatIsFarAheadByTwoDaysAtATime() {
        clock.move(Duration.ofDays(5));

        time.advance();
        assertThat(time.now()).isEqualTo(START.plus(Duration.ofDays(2)));
        time.advance();
        time.advance();
        assertThat(time.now()).isEqualTo(clock.instant());
    }

    @Test
    void isRightAgainOnceTheClockIs() {
        clock.move(Duration.ofDays(400));
        time.advance();
        clock.move(Duration.ofDays(-400).plusHours(1));

        time.advance();

        assertThat(time.now()).isEqualTo(START.plus(Duration.ofHours(1)));
    }

    @Test
    void isMovedAnHourAfterTheLastTimeHoweverOftenTheMasterWasStarted() {
        assertThat(time.untilNext()).isEqualTo(Duration.ofHours(1));
        clock.move(Duration.ofMinutes(20));
        assertThat(time.untilNext()).isEqualTo(Duration.ofMinutes(40));
        clock.move(Duration.ofMinutes(40));
        assertThat(time.untilNext()).as("overdue").isEqualTo(Duration.ofMinutes(1));
        clock.move(Duration.ofDays(-3));
        assertThat(time.untilNext()).as("of a clock that was set back").isEqualTo(Duration.ofHours(1));
    }
}
