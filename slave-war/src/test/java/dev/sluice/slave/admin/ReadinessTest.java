package dev.sluice.slave.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReadinessTest {
    private boolean policy;
    private boolean warm;

    private final Readiness readiness =
            new Readiness().require("no policy", () -> policy).require("cold", () -> warm);

    @Test
    void saysAllThatIsMissingInTheOrderOfTheRequirements() {
        assertThat(readiness.problems()).containsExactly("no policy", "cold");
        policy = true;
        assertThat(readiness.problems()).containsExactly("cold");
    }

    @Test
    void isReadyWhenAllHoldsAndOnlyThen() {
        policy = true;
        warm = true;
        assertThat(readiness.problems()).isEmpty();
        policy = false;
        assertThat(readiness.problems()).containsExactly("no policy");
    }
}
