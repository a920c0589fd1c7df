package dev.sluice.portal.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.jms.PasswordHash;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.Violation;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Schedule;
import dev.sluice.policy.model.User;
import dev.sluice.portal.edit.Passwords;
import dev.sluice.portal.edit.PolicyEdits;
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
    private static final User ANN =
            new User("ann", List.of("staff", "lab"), PasswordHash.of("secret of ann".toCharArray()));
    private static final PolicyBundle WITH_ANN = POLICY.withUsers(List.of(ANN));

    @Test
    void givesACategoryAScheduleAndAUserBackAsTheyWere() {
        assertThat(UserForm.of(ANN, 1).applyTo(WITH_ANN)).isEqualTo(WITH_ANN);
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

    static Stream<Arguments> userMistakes() {
        return Stream.of(
                Arguments.of("name", (Consumer<UserForm>) f -> f.setName("Ann")),
                Arguments.of("groups", (Consumer<UserForm>) f -> f.setGroups("staff, No!")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("userMistakes")
    void showsWhatIsWrongWithAUserAtItsField(String field, Consumer<UserForm> typed) {
        UserForm form = UserForm.of(ANN, 1);
        typed.accept(form);

        assertThat(violations(form.applyTo(WITH_ANN))).isNotEmpty().allSatisfy(v -> assertThat(form.fieldOf(v.path()))
                .as(v.toString())
                .isEqualTo(field));
    }

    @Test
    void asksForANameAndAPasswordOfANewUser() {
        UserForm form = UserForm.fresh(1);

        assertThat(form.mistakes()).extracting(UserForm.Mistake::field).containsExactly("name", "password");
        form.setName("bob");
        form.setPassword("7 chars");
        assertThat(form.mistakes()).extracting(UserForm.Mistake::sentence).containsExactly(Passwords.RULE);
        form.setPassword("");
        assertThat(form.mistakes()).extracting(UserForm.Mistake::field).containsExactly("password");
    }

    @Test
    void keepsTheHashOfAPasswordThatWasTypedForTheNextAttempt() {
        UserForm form = UserForm.fresh(1);
        form.setName("bob");
        form.setGroups("lab lab; staff");
        form.setPassword("secret of bob");
        form.setPassword("");

        assertThat(form.mistakes()).isEmpty();
        assertThat(form.getPassword()).isEmpty();
        assertThat(form.getPasswordHint()).contains("typed");
        User added = PolicyEdits.user(form.applyTo(WITH_ANN), "bob");
        assertThat(added.groups()).containsExactly("lab", "staff");
        assertThat(PasswordHash.matches(added.password(), "secret of bob".toCharArray()))
                .isTrue();
    }

    @Test
    void givesAUserAnotherPasswordOnlyWhenOneIsTyped() {
        UserForm form = UserForm.of(ANN, 1);
        form.setPassword("");
        assertThat(form.mistakes()).isEmpty();
        User moved = new User("ann", List.of(), PasswordHash.of("set elsewhere".toCharArray()));
        assertThat(PolicyEdits.user(form.applyTo(POLICY.withUsers(List.of(moved))), "ann")
                        .password())
                .isEqualTo(moved.password());

        form.setPassword("secret of bob");
        assertThat(PasswordHash.matches(
                        PolicyEdits.user(form.applyTo(WITH_ANN), "ann").password(), "secret of bob".toCharArray()))
                .isTrue();
    }

    private static List<Violation> violations(PolicyBundle bundle) {
        return catchThrowableOfType(
                        InvalidPolicyException.class, () -> new PolicyCompiler().compile(bundle, Revision.NONE))
                .violations();
    }
}
