package dev.sluice.portal.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.rollout.Limits;
import dev.sluice.master.rollout.Plan;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PublishFormTest {
    private final PublishForm form = new PublishForm();

    @Test
    void publishesToAllAtOnceUnlessACanaryIsWanted() {
        form.setFirst("nonsense");

        assertThat(form.mistakes()).isEmpty();
        assertThat(form.plan()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "number, 2, 2",
        "share, 25, 25%",
        "share, 25 %, 25%",
        "group, branch, group:branch",
        "nodes, 'slave-1, slave-2', 'nodes:slave-1,slave-2'"
    })
    void asksForTheCanary(String kind, String first, String text) {
        form.setCanary(true);
        form.setKind(kind);
        form.setFirst(first);

        assertThat(form.mistakes()).isEmpty();
        assertThat(form.plan().orElseThrow().canary().text()).isEqualTo(text);
    }

    @Test
    void readsLimitsAsPercentAndMilliseconds() {
        form.setCanary(true);
        form.setHoldSeconds(60);
        form.setFailed("2,5");
        form.setBlocked("");
        form.setLatency(" 300 ");

        Plan plan = form.plan().orElseThrow();

        assertThat(plan.hold()).isEqualTo(Duration.ofMinutes(1));
        assertThat(plan.limits()).isEqualTo(new Limits(Optional.of(0.025), Optional.empty(), Optional.of(300L)));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("first", (Consumer<PublishForm>) f -> f.setFirst("0")),
                Arguments.of("first", (Consumer<PublishForm>) f -> f.setFirst("")),
                Arguments.of("failed", (Consumer<PublishForm>) f -> f.setFailed("101")),
                Arguments.of("blocked", (Consumer<PublishForm>) f -> f.setBlocked("half")),
                Arguments.of("latency", (Consumer<PublishForm>) f -> f.setLatency("0")));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void showsWhatIsWrongAtItsField(String field, Consumer<PublishForm> typed) {
        form.setCanary(true);
        typed.accept(form);

        assertThat(form.mistakes()).extracting(PublishForm.Mistake::field).containsExactly(field);
    }
}
