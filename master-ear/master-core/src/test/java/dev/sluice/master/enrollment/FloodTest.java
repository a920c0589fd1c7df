package dev.sluice.master.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.Hand;
import dev.sluice.policy.match.IpAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FloodTest {
    private final Hand clock = new Hand(Instant.parse("2026-06-01T00:00:00Z"));
    private final Flood flood = new Flood(clock, 2, 0.5);

    @Test
    void letsABurstThroughAndThenSoManyASecond() {
        assertThat(wait("192.0.2.1")).isZero();
        assertThat(wait("192.0.2.1")).isZero();
        assertThat(wait("192.0.2.1")).isEqualTo(Duration.ofSeconds(2));
        clock.move(Duration.ofSeconds(1));
        assertThat(wait("192.0.2.1")).isEqualTo(Duration.ofSeconds(1));
        clock.move(Duration.ofSeconds(1));
        assertThat(wait("192.0.2.1")).isZero();
        clock.move(Duration.ofHours(1));
        assertThat(wait("192.0.2.1")).isZero();
        assertThat(wait("192.0.2.1")).isZero();
        assertThat(wait("192.0.2.1")).isPositive();
    }

    @Test
    void takesANetworkOfIpv6ForOneAddress() {
        assertThat(wait("2001:db8::1")).isZero();
        assertThat(wait("2001:db8::2")).isZero();
        assertThat(wait("2001:db8::3")).isPositive();
        assertThat(wait("2001:db8:0:1::3")).isZero();
        assertThat(wait("192.0.2.1")).isZero();
    }

    @Test
    void forgetsWhoAskedLongestAgo() {
        wait("192.0.2.1");
        wait("192.0.2.1");
        for (int i = 0; i < 10_000; i++) {
            flood.waitFor(IpAddress.ofV4(i));
        }
        assertThat(wait("192.0.2.1")).isZero();
    }

    @Test
    void forgivesNoMoreThanWasAsked() {
        flood.forgive(Rig.address("192.0.2.1"));
        assertThat(wait("192.0.2.1")).isZero();
        flood.forgive(Rig.address("192.0.2.1"));
        flood.forgive(Rig.address("192.0.2.1"));
        assertThat(wait("192.0.2.1")).isZero();
        assertThat(wait("192.0.2.1")).isZero();
        assertThat(wait("192.0.2.1")).isPositive();
    }

    private Duration wait(String address) {
        return flood.waitFor(Rig.address(address));
    }
}
