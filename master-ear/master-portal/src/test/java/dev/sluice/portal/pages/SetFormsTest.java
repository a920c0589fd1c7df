package dev.sluice.portal.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.Violation;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Schedule;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SetFormsTest {
    private static final Schedule NOON = new Schedule(
            "noon", "Europe/Vienna", List.of(new Schedule.Window(List.of("MON", "TUE"), "12:00", "13:00")));
    private static final Category ADS = new Category("ads", List.of("a.example", "b.example"));
    private static final PolicyBundle POLICY =
            new PolicyBundle(List.of(), List.of(ADS), List.of(NOON), new Action.Allow());

    @Test
    void givesACategoryAndAScheduleBackAsTheyWere() {
        assertThat(CategoryForm.of(ADS, 1).applyTo(POLICY)).isEqualTo(POLICY);
        assertThat(ScheduleForm.of(NOON, 1).applyTo(POLICY)).isEqualTo(POLICY);
    }

    static Stream<Arguments> categoryMistakes() {
        return Stream.of(
                Arguments.of("name", (Consumer<CategoryForm>) f -> f.setName("No Good!")),
                Arguments.of("domains", (Consumer<CategoryForm>) f -> f.setDomains("good.example\nbad..example")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("categoryMistakes")
    void showsWhatIsWrongWithACategoryAtItsField(String field, Consumer<CategoryForm> typed) {
        CategoryForm form = CategoryForm.of(ADS, 1);
        typed.accept(form);

        assertThat(violations(form.applyTo(POLICY))).isNotEmpty().allSatisfy(v -> assertThat(form.fieldOf(v.path()))
                .as(v.toString())
                .isEqualTo(field));
    }

    static Stream<Arguments> scheduleMistakes() {
        return Stream.of(
                Arguments.of("name", (Consumer<ScheduleForm>) f -> f.setName("No Good!")),
                Arguments.of("zone", (Consumer<ScheduleForm>) f -> f.setZone("Mars/Olympus")),
                Arguments.of("window:1:from", (Consumer<ScheduleForm>)
                        f -> f.getWindows().get(1).setFrom("8 o'clock")),
                Arguments.of("window:0:to", (Consumer<ScheduleForm>)
                        f -> f.getWindows().get(0).setTo("25:00")),
                Arguments.of("window:0:days", (Consumer<ScheduleForm>)
                        f -> f.getWindows().get(0).setDays(List.of())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scheduleMistakes")
    void showsWhatIsWrongWithAScheduleAtItsField(String field, Consumer<ScheduleForm> typed) {
        ScheduleForm form = ScheduleForm.of(NOON, 1);
        form.addWindow();
        typed.accept(form);

        assertThat(violations(form.applyTo(POLICY))).isNotEmpty().allSatisfy(v -> assertThat(form.fieldOf(v.path()))
                .as(v.toString())
                .isEqualTo(field));
    }

    private static List<Violation> violations(PolicyBundle bundle) {
        return catchThrowableOfType(
                        InvalidPolicyException.class, () -> new PolicyCompiler().compile(bundle, Revision.NONE))
                .violations();
    }
}
