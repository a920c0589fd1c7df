package dev.sluice.master.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.Hand;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {
    private final Hand clock = new Hand(Instant.parse("2026-01-01T00:00:00Z"));
    private final FailedLogins logins = new FailedLogins(clock);

    @Test
    void letsSomeFailuresPass() {
        fail("ann", 4);
        assertThat(logins.waitFor("ann")).isZero();
        assertThat(logins.waitFor("bob")).isZero();
    }

    @Test
    void doublesThePauseUpToHalfAMinute() {
        fail("ann", 5);
        assertThat(logins.waitFor("ann")).isEqualTo(Duration.ofSeconds(1));
        fail("ann", 2);
        assertThat(logins.waitFor("ann")).isEqualTo(Duration.ofSeconds(4));
        fail("ann", 100);
        assertThat(logins.waitFor("ann")).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void endsThePauseWithTime() {
        fail("ann", 6);
        clock.move(Duration.ofMillis(1500));
        assertThat(logins.waitFor("ann")).isEqualTo(Duration.ofMillis(500));
        clock.move(Duration.ofSeconds(1));
        assertThat(logins.waitFor("ann")).isZero();
    }

    @Test
    void forgetsTheFailuresAfterASuccess() {
        fail("ann", 50);
        logins.succeeded("ann");
        assertThat(logins.waitFor("ann")).isZero();
    }

    @Test
    void forgetsTheNamesThatFailedLongestAgo() {
        fail("first", 50);
        for (int i = 0; i < 10_000; i++) {
            fail("name" + i, 1);
        }
        assertThat(logins.waitFor("first")).isZero();
    }

    private void fail(String name, int times) {
        for (int i = 0; i < times; i++) {
            logins.failed(name);
        }
    }
}
