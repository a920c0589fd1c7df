package dev.sluice.slave.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private boolean policy;
    private boolean warm;
    private boolean stays = true;

    private final Readiness readiness = new Readiness()
            .require("no policy", () -> policy)
            .require("cold", () -> warm)
            .requireStaying("drained", () -> stays);

    @Test
    void saysAllThatIsMissingInTheOrderOfTheRequirements() {
        assertThat(readiness.verdict().problems()).containsExactly("no policy", "cold");
        policy = true;
        assertThat(readiness.verdict().problems()).containsExactly("cold");
    }

    @Test
    void leavesOnlyWhenNothingElseIsWrong() {
        policy = true;
        assertThat(readiness.verdict().leaving()).isFalse();
        stays = false;
        assertThat(readiness.verdict().leaving()).isFalse();
        warm = true;
        assertThat(readiness.verdict()).isEqualTo(new Readiness.Verdict(List.of("drained"), true));
        stays = true;
        assertThat(readiness.verdict().leaving()).isFalse();
    }

    @Test
    void isReadyWhenAllHoldsAndOnlyThen() {
        policy = true;
        warm = true;
        assertThat(readiness.verdict().problems()).isEmpty();
        policy = false;
        assertThat(readiness.verdict().problems()).containsExactly("no policy");
    }
}
