package dev.sluice.cli.part;

import static org.assertj.core.api.Assertions.assertThat;

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

    @ParameterizedTest
    @ValueSource(strings = {"", "  The master is up, policy 7|#]", "said: The master cannot start: no"})
    void passesOverTheRest(String logged) {
        assertThat(MasterWords.isNoStart(logged)).isFalse();
    }
}
