package dev.sluice.portal.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.enrollment.JoinKey;
import dev.sluice.policy.match.Network;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyRowTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @Test
    void saysWhatIsLeftOfAKey() {
        KeyRow row = KeyRow.of(key(1, Optional.of(3), Optional.of(Duration.ofHours(5)), false), NOW);

        assertThat(row.good()).isTrue();
        assertThat(row.uses()).isEqualTo("1 of 3");
        assertThat(row.ends()).isEqualTo("in 5 h");
        assertThat(row.networks()).isEqualTo("10.0.0.0/8");
        assertThat(row.approval()).isEqualTo("when approved");
        assertThat(row.made()).isEqualTo("1 h ago by admin");
    }

    @Test
    void saysWhyAKeyIsNoLongerGood() {
        assertThat(state(3, Optional.of(3), Optional.empty(), false)).isEqualTo("used up");
        assertThat(state(0, Optional.of(3), Optional.of(Duration.ZERO), false)).isEqualTo("expired");
        assertThat(state(0, Optional.empty(), Optional.empty(), true)).isEqualTo("revoked");
        assertThat(state(900, Optional.empty(), Optional.empty(), false)).isEqualTo("good");
    }

    private static String state(int uses, Optional<Integer> most, Optional<Duration> left, boolean revoked) {
        return KeyRow.of(key(uses, most, left, revoked), NOW).state();
    }

    private static JoinKey key(int uses, Optional<Integer> most, Optional<Duration> left, boolean revoked) {
        return new JoinKey(
                "abcdefgh",
                "",
                "",
                List.of(Network.parse("10.0.0.0/8")),
                false,
                uses,
                most,
                left.map(NOW::plus),
                NOW.minusSeconds(3_600),
                "admin",
                revoked ? Optional.of(NOW) : Optional.empty(),
                false);
    }
}
