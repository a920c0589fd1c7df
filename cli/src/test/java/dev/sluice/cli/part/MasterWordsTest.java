package dev.sluice.cli.part;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterWordsTest {
    private static final String LINE = "The master cannot start: Unknown setting A. The master knows [b, c].";

    @ParameterizedTest
    @ValueSource(strings = {"  " + LINE + "|#]", "  " + LINE + "]]", LINE})
    void readsThatItCannotStart(String logged) {
        assertThat(MasterWords.isNoStart(logged)).isTrue();
        assertThat(MasterWords.noStart(logged)).isEqualTo(LINE);
    }

    @Test
    void readsHowItWaitsToBeTheActiveOne() {
        String waits = "  Standing by: another master is active, on vm process 7 u.|#]";
        String goesOn = "  Nothing keeps the master from starting any more, after 7 s|#]";

        assertThat(MasterWords.isOfStandby(waits)).isTrue();
        assertThat(MasterWords.isStandby(waits)).isTrue();
        assertThat(MasterWords.isOfStandby(goesOn)).isTrue();
        assertThat(MasterWords.isStandby(goesOn)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  The master is up, policy 7|#]", "said: The master cannot start: no"})
    void passesOverTheRest(String logged) {
        assertThat(MasterWords.isNoStart(logged)).isFalse();
        assertThat(MasterWords.isOfStandby(logged)).isFalse();
    }
}
