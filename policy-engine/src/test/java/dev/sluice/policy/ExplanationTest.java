package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.policy.Explanation.Holds;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Rule;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** That it agrees with the engine is in {@link OracleTest}. */
class ExplanationTest {
    private final Policy policy = Policy.empty()
            .category("ads", "Ads.example", "other.example")
            .schedule("work", "UTC", Policy.window("MON TUE WED THU FRI", "08:00", "17:00"))
            .block("shop", Policy.nodeGroups("shop"), Policy.categories("ads"))
            .disabled("off", Policy.categories("ads"))
            .block("lab", Policy.networks("10.1.0.0/16"), Policy.methods("POST"))
            .block("ads", Policy.categories("ads"), Policy.schedules("work"), Policy.hosts("a.example", ".example"))
            .block("never", Policy.methods("GET"));

    @Test
    void tellsOfEachRuleUpToTheFirstThatMatches() {
        Explanation why = Explanation.of(bundle(), facts("10.1.2.3", "x.ads.example", Optional.of("")));

        assertThat(why.steps()).extracting(step -> step.rule().id()).containsExactly("shop", "off", "lab", "ads");
        assertThat(why.steps())
                .extracting(Explanation.Step::matches)
                .containsExactly(Holds.NO, Holds.NO, Holds.NO, Holds.YES);
        assertThat(why.steps().get(2).tests())
                .extracting(Explanation.Test::holds, Explanation.Test::by)
                .containsExactly(tuple(Holds.YES, "10.1.0.0/16"), tuple(Holds.NO, ""));
        assertThat(why.steps().get(3).tests())
                .extracting(Explanation.Test::by)
                .containsExactly("ads, by ads.example", "work", ".example");
        assertThat(why.decided()).map(Rule::id).contains("ads");
        assertThat(why.mayBeDefault()).isFalse();
    }

    @Test
    void saysWhatItCannotTellWithoutAFact() {
        Explanation why = Explanation.of(bundle(), facts("", "x.ads.example", Optional.empty()));

        assertThat(why.steps())
                .extracting(Explanation.Step::matches)
                .containsExactly(Holds.UNKNOWN, Holds.NO, Holds.NO, Holds.YES);
        assertThat(why.candidates()).extracting(Rule::id).containsExactly("shop", "ads");
        assertThat(why.decided()).isEmpty();
    }

    @Test
    void knowsThatOneConditionThatFailsIsEnough() {
        Explanation why = Explanation.of(bundle(), facts("10.1.2.3", "elsewhere.test", Optional.empty()));

        assertThat(why.steps().get(0).matches()).isEqualTo(Holds.NO);
        assertThat(why.decided()).map(Rule::id).contains("never");
    }

    @Test
    void endsWithTheDefaultActionWhereNothingMatches() {
        PastFacts put =
                new PastFacts(Policy.NOON, "10.9.9.9", Optional.of(""), "PUT", "elsewhere.test", Optional.of("shop"));

        Explanation why = Explanation.of(bundle(), put);

        assertThat(why.steps()).hasSize(5);
        assertThat(why.candidates()).isEmpty();
        assertThat(why.mayBeDefault()).isTrue();
    }

    @Test
    void readsAnAddressWithAZoneAndWhatIsNoAddress() {
        PolicyBundle local =
                Policy.empty().block("local", Policy.networks("fe80::/10")).bundle();

        assertThat(Explanation.of(local, facts("fe80::1%eth0", "a", Optional.empty()))
                        .decided())
                .isPresent();
        assertThat(Explanation.of(local, facts("client-17", "a", Optional.empty()))
                        .candidates())
                .hasSize(1);
    }

    private PolicyBundle bundle() {
        return policy.bundle();
    }

    private static PastFacts facts(String client, String host, Optional<String> group) {
        return new PastFacts(Policy.NOON, client, Optional.of(""), "GET", host, group);
    }
}
