package dev.sluice.portal.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.Rule;
import dev.sluice.policy.model.Schedule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyWordsTest {
    static Stream<Arguments> conditions() {
        return Stream.of(
                arguments(new Condition.ClientNetwork(List.of("10.0.0.0/8")), "from 10.0.0.0/8"),
                arguments(new Condition.ClientNetwork(List.of("a", "b")), "from a or b"),
                arguments(new Condition.ClientNetwork(List.of("a", "b", "c", "d", "e")), "from a, b, c or 2 more"),
                arguments(
                        new Condition.Host(List.of("www.example.com", ".example.org")),
                        "to www.example.com or example.org and below"),
                arguments(new Condition.InCategory(List.of("ads", "news", "games")), "to category ads, news or games"),
                arguments(new Condition.Method(List.of("GET", "HEAD")), "method GET or HEAD"),
                arguments(new Condition.InSchedule(List.of("office-hours")), "during office-hours"),
                arguments(new Condition.InNodeGroup(List.of("branch", "shop")), "on nodes of branch or shop"),
                arguments(new Condition.IsUser(List.of("ann", "bob")), "by user ann or bob"),
                arguments(new Condition.InUserGroup(List.of("staff")), "by users in staff"),
                arguments(new Condition.Method(List.of()), "method nothing"));
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void saysAConditionInWords(Condition condition, String expected) {
        assertThat(PolicyWords.condition(condition)).isEqualTo(expected);
    }

    @Test
    void saysEveryConditionOfARuleInOrder() {
        Rule rule = new Rule(
                "r",
                "R",
                true,
                List.of(new Condition.Method(List.of("GET")), new Condition.Host(List.of("a.example"))),
                new Action.Allow());

        assertThat(PolicyWords.conditions(rule)).containsExactly("method GET", "to a.example");
    }

    @Test
    void saysThatARuleWithoutConditionsIsForEveryRequest() {
        assertThat(PolicyWords.conditions(new Rule("r", "R", true, List.of(), new Action.Allow())))
                .containsExactly("every request");
    }

    @Test
    void saysTheAction() {
        assertThat(PolicyWords.action(new Action.Allow())).isEqualTo("Allow");
        assertThat(PolicyWords.action(new Action.Block(""))).isEqualTo("Block");
        assertThat(PolicyWords.action(new Action.Block("No games."))).isEqualTo("Block: No games.");
        assertThat(PolicyWords.action(new Action.Authenticate())).isEqualTo("Ask who it is");
        assertThat(PolicyWords.verb(new Action.Block("No games."))).isEqualTo("Block");
    }

    @ParameterizedTest
    @CsvSource({
        "MON;TUE;WED;THU;FRI, Mon–Fri",
        "MON;TUE;WED;THU;FRI;SAT;SUN, every day",
        "SUN;SAT, 'Sat, Sun'",
        "MON;WED;THU;FRI, 'Mon, Wed–Fri'",
        "tue, Tue",
        "HOLIDAY, no day"
    })
    void saysDaysAsRuns(String days, String expected) {
        Schedule.Window window = new Schedule.Window(List.of(days.split(";")), "08:00", "17:00");

        assertThat(PolicyWords.window(window)).isEqualTo(expected + " 08:00–17:00");
    }

    @Test
    void saysAScheduleWithItsZone() {
        Schedule.Window sat = new Schedule.Window(List.of("SAT"), "22:00", "02:00");

        assertThat(PolicyWords.schedule(new Schedule("s", "Europe/Vienna", List.of(sat, sat))))
                .isEqualTo("Sat 22:00–02:00, Sat 22:00–02:00 (Europe/Vienna)");
        assertThat(PolicyWords.schedule(new Schedule("s", "UTC", List.of()))).isEqualTo("never (no windows)");
    }
}
