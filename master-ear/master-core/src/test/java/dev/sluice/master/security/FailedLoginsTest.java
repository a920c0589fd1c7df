package dev.sluice.master.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final FailedLogins logins = new FailedLogins(new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
        }
    });

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
        now = now.plusMillis(1500);
        assertThat(logins.waitFor("ann")).isEqualTo(Duration.ofMillis(500));
        now = now.plusSeconds(1);
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
