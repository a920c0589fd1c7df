package dev.sluice.portal.edit;

import static dev.sluice.portal.edit.Sample.POLICY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Rule;
import dev.sluice.policy.model.Schedule;
import dev.sluice.policy.model.User;
import dev.sluice.portal.edit.RefusedEditException.Reason;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyEditsTest {
    private static final User ANN = new User("ann", List.of("lab", "staff"), "a hash");
    private static final User BOB = new User("bob", List.of("staff"), "another hash");
    private static final PolicyBundle WITH_USERS = POLICY.withUsers(List.of(ANN, BOB));

    @ParameterizedTest
    @CsvSource({"-5, new;ads;lunch;local", "0, new;ads;lunch;local", "2, ads;lunch;new;local", "99, ads;lunch;local;new"
    })
    void addsARuleAtThePosition(int position, String expected) {
        assertThat(ids(PolicyEdits.addRule(POLICY, rule("New"), position))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Social media, social-media",
        "  Über-Café!  , uber-cafe",
        "Ads, ads-2",
        "\u4f60\u597d, rule",
        "'', rule",
        "A very long name that goes on and on until nobody wants it, a-very-long-name-that-goes-on-and-on-until-nobod"
    })
    void makesAnIdFromTheName(String name, String expected) {
        PolicyBundle edited = PolicyEdits.addRule(POLICY, rule(name), 3);

        assertThat(edited.rules().get(3).id()).isEqualTo(expected);
        assertThat(edited.rules().get(3).name()).isEqualTo(name);
    }

    @Test
    void countsOnUntilAnIdIsFree() {
        PolicyBundle twice = PolicyEdits.addRule(PolicyEdits.addRule(POLICY, rule("Ads"), 3), rule("ads"), 4);

        assertThat(ids(twice)).isEqualTo("ads;lunch;local;ads-2;ads-3");
    }

    @Test
    void keepsTheIdOfAReplacedRule() {
        PolicyBundle edited = PolicyEdits.replaceRule(POLICY, "lunch", rule("Siesta"));

        assertThat(ids(edited)).isEqualTo("ads;lunch;local");
        assertThat(edited.rules().get(1).name()).isEqualTo("Siesta");
    }

    @ParameterizedTest
    @CsvSource({
        "ads, 0, ads;lunch;local",
        "ads, 1, lunch;ads;local",
        "ads, 2, lunch;local;ads",
        "local, 0, local;ads;lunch",
        "local, 99, ads;lunch;local",
        "lunch, -1, lunch;ads;local"
    })
    void movesARule(String id, int position, String expected) {
        assertThat(ids(PolicyEdits.moveRule(POLICY, id, position))).isEqualTo(expected);
    }

    @Test
    void disablesAndEnablesARuleWithoutOtherChange() {
        PolicyBundle disabled = PolicyEdits.enableRule(POLICY, "ads", false);

        assertThat(PolicyEdits.rule(disabled, "ads").enabled()).isFalse();
        assertThat(PolicyEdits.enableRule(disabled, "ads", true)).isEqualTo(POLICY);
    }

    @Test
    void everyEditKeepsTheAuditOfTheRules() {
        PolicyBundle audited = POLICY.withRules(
                POLICY.rules().stream().map(r -> r.withAudit(true)).toList());

        PolicyBundle edited = PolicyEdits.enableRule(audited, "ads", false);
        edited = PolicyEdits.addRule(edited, rule("New").withAudit(true), 0);
        edited = PolicyEdits.replaceRule(edited, "lunch", rule("Siesta").withAudit(true));
        edited = PolicyEdits.replaceSchedule(edited, "noon", new Schedule("midday", "UTC", List.of()));
        edited = PolicyEdits.replaceCategory(edited, "ads", new Category("adverts", List.of("ads.example")));
        assertThat(edited.rules()).hasSize(4).allMatch(Rule::audit);
    }

    @Test
    void deletesARule() {
        assertThat(ids(PolicyEdits.deleteRule(POLICY, "lunch"))).isEqualTo("ads;local");
    }

    @Test
    void refusesWhatIsNotThere() {
        assertRefused(() -> PolicyEdits.deleteRule(POLICY, "gone"), Reason.UNKNOWN, "\"gone\"");
        assertRefused(() -> PolicyEdits.moveRule(POLICY, "gone", 0), Reason.UNKNOWN, "\"gone\"");
        assertRefused(() -> PolicyEdits.replaceRule(POLICY, "gone", rule("x")), Reason.UNKNOWN, "\"gone\"");
        assertRefused(() -> PolicyEdits.category(POLICY, "gone"), Reason.UNKNOWN, "category \"gone\"");
        assertRefused(() -> PolicyEdits.deleteSchedule(POLICY, "gone"), Reason.UNKNOWN, "schedule \"gone\"");
        assertRefused(() -> PolicyEdits.deleteUser(POLICY, "gone"), Reason.UNKNOWN, "user \"gone\"");
    }

    @Test
    void carriesANewCategoryNameIntoTheRules() {
        PolicyBundle edited =
                PolicyEdits.replaceCategory(POLICY, "ads", new Category("adverts", List.of("ads.example")));

        assertThat(PolicyEdits.rule(edited, "ads").conditions())
                .containsExactly(new Condition.InCategory(List.of("adverts", "trackers")));
        assertThat(PolicyEdits.category(edited, "adverts").domains()).containsExactly("ads.example");
    }

    @Test
    void carriesANewScheduleNameIntoTheRules() {
        Schedule renamed = new Schedule("midday", "UTC", List.of());

        PolicyBundle edited = PolicyEdits.replaceSchedule(POLICY, "noon", renamed);

        assertThat(PolicyEdits.rule(edited, "lunch").conditions())
                .containsExactly(new Condition.InSchedule(List.of("midday")));
        assertThat(edited.schedules()).containsExactly(renamed);
    }

    @Test
    void refusesANameThatIsTaken() {
        Category trackers = new Category("trackers", List.of());

        assertRefused(() -> PolicyEdits.addCategory(POLICY, trackers), Reason.TAKEN, "\"trackers\"");
        assertRefused(() -> PolicyEdits.replaceCategory(POLICY, "ads", trackers), Reason.TAKEN, "\"trackers\"");
        assertThat(PolicyEdits.replaceCategory(POLICY, "trackers", trackers).categories())
                .contains(trackers);
    }

    @Test
    void refusesToDeleteWhatRulesUse() {
        assertRefused(() -> PolicyEdits.deleteCategory(POLICY, "ads"), Reason.IN_USE, "used by \"Ads\"");
        assertRefused(() -> PolicyEdits.deleteSchedule(POLICY, "noon"), Reason.IN_USE, "used by \"Lunch\"");
        assertThat(PolicyEdits.deleteCategory(POLICY, "unused").categories()).hasSize(2);
    }

    @Test
    void addsReplacesAndDeletesUsers() {
        User moved = new User("bob", List.of(), "another hash");

        assertThat(PolicyEdits.addUser(POLICY.withUsers(List.of(ANN)), BOB)).isEqualTo(WITH_USERS);
        assertThat(PolicyEdits.replaceUser(WITH_USERS, "bob", moved).users()).containsExactly(ANN, moved);
        assertThat(PolicyEdits.deleteUser(WITH_USERS, "ann").users()).containsExactly(BOB);
        assertThat(PolicyEdits.user(WITH_USERS, "bob")).isEqualTo(BOB);
        assertRefused(() -> PolicyEdits.addUser(WITH_USERS, ANN), Reason.TAKEN, "user \"ann\"");
        assertRefused(() -> PolicyEdits.replaceUser(WITH_USERS, "bob", ANN), Reason.TAKEN, "user \"ann\"");
    }

    @Test
    void carriesANewUserNameIntoTheRules() {
        PolicyBundle used = withRule(new Condition.IsUser(List.of("ann", "bob")), new Action.Allow());

        PolicyBundle edited = PolicyEdits.replaceUser(used, "ann", new User("anna", ANN.groups(), "a hash"));

        assertThat(edited.rules().get(0).conditions()).containsExactly(new Condition.IsUser(List.of("anna", "bob")));
    }

    @Test
    void refusesToDeleteAUserWhomARuleNames() {
        PolicyBundle used = withRule(new Condition.IsUser(List.of("ann")), new Action.Allow());

        assertRefused(() -> PolicyEdits.deleteUser(used, "ann"), Reason.IN_USE, "user \"ann\" is used by \"Used\"");
        assertThat(PolicyEdits.deleteUser(used, "bob").users()).containsExactly(ANN);
    }

    @Test
    void refusesToLeaveAGroupThatARuleNamesWithoutUsers() {
        PolicyBundle used = withRule(new Condition.InUserGroup(List.of("staff", "lab")), new Action.Allow());
        String words = "group \"lab\", which nobody else is in, is used by \"Used\"";

        assertRefused(() -> PolicyEdits.deleteUser(used, "ann"), Reason.IN_USE, words);
        assertRefused(
                () -> PolicyEdits.replaceUser(used, "ann", new User("ann", List.of("staff"), "a hash")),
                Reason.IN_USE,
                words);
        assertThat(PolicyEdits.deleteUser(used, "bob").users()).containsExactly(ANN);
    }

    @Test
    void keepsTheLastUserWhileARuleAsksForOne() {
        PolicyBundle asking = withRule(new Condition.Method(List.of("GET")), new Action.Authenticate());
        PolicyBundle last = PolicyEdits.deleteUser(asking, "ann");

        assertRefused(() -> PolicyEdits.deleteUser(last, "bob"), Reason.IN_USE, "last user is needed by \"Used\"");
    }

    private static PolicyBundle withRule(Condition condition, Action action) {
        return WITH_USERS.withRules(List.of(new Rule("used", "Used", true, List.of(condition), action)));
    }

    @Test
    void changesTheDefaultActionAlone() {
        PolicyBundle edited = PolicyEdits.defaultAction(POLICY, new Action.Allow());

        assertThat(edited.defaultAction()).isEqualTo(new Action.Allow());
        assertThat(PolicyEdits.defaultAction(edited, POLICY.defaultAction())).isEqualTo(POLICY);
    }

    private static void assertRefused(ThrowingCallable edit, Reason reason, String words) {
        assertThatExceptionOfType(RefusedEditException.class)
                .isThrownBy(edit)
                .withMessageContaining(words)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static Rule rule(String name) {
        return new Rule("ignored", name, true, List.of(), new Action.Allow());
    }

    private static String ids(PolicyBundle bundle) {
        return String.join(";", bundle.rules().stream().map(Rule::id).toList());
    }
}
