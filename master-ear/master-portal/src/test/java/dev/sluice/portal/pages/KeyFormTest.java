package dev.sluice.portal.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.enrollment.KeyTerms;
import dev.sluice.policy.match.Network;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KeyFormTest {
    private final KeyForm form = new KeyForm();

    @Test
    void beginsWithTheNarrowTerms() {
        assertThat(form.mistakes()).isEmpty();
        assertThat(form.terms())
                .isEqualTo(new KeyTerms("", Optional.of(1), Optional.of(Duration.ofDays(1)), "", List.of(), false));
    }

    @Test
    void takesEmptyUsesAndLifeForNoLimit() {
        form.setUses(" ");
        form.setHours(null);
        form.setNetworks("10.0.0.0/8, 2001:db8::/32");
        form.setGroup(" branch ");

        assertThat(form.mistakes()).isEmpty();
        KeyTerms terms = form.terms();
        assertThat(terms.uses()).isEmpty();
        assertThat(terms.life()).isEmpty();
        assertThat(terms.group()).isEqualTo("branch");
        assertThat(terms.networks()).containsExactly(Network.parse("10.0.0.0/8"), Network.parse("2001:db8::/32"));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("uses", (Consumer<KeyForm>) f -> f.setUses("many")),
                Arguments.of("uses", (Consumer<KeyForm>) f -> f.setUses("-1")),
                Arguments.of("group", (Consumer<KeyForm>) f -> f.setGroup("Branch Office")),
                Arguments.of("networks", (Consumer<KeyForm>) f -> f.setNetworks("10.0.0.0/8\nhere")),
                Arguments.of("networks", (Consumer<KeyForm>) f -> f.setNetworks("10.0.0.1/8")),
                Arguments.of("", (Consumer<KeyForm>) f -> f.setUses("0")),
                Arguments.of("", (Consumer<KeyForm>) f -> f.setUses("999999")));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void showsWhatIsWrongAtItsField(String field, Consumer<KeyForm> typed) {
        typed.accept(form);

        assertThat(form.mistakes()).singleElement().satisfies(mistake -> {
            assertThat(mistake.field()).isEqualTo(field);
            assertThat(mistake.sentence()).endsWith(".");
        });
    }
}
