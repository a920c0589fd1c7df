package dev.sluice.portal.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.Violation;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RuleFormTest {
    private static final Rule FULL = new Rule(
            "full",
            "Full",
            false,
            List.of(
                    new Condition.ClientNetwork(List.of("10.0.0.0/8", "2001:db8::/32")),
                    new Condition.Host(List.of(".example.com")),
                    new Condition.InCategory(List.of("ads")),
                    new Condition.Method(List.of("GET", "PROPFIND")),
                    new Condition.InSchedule(List.of("noon")),
                    new Condition.InNodeGroup(List.of("branch", "shop")),
                    new Condition.IsUser(List.of("ann", "bob")),
                    new Condition.InUserGroup(List.of("staff"))),
            new Action.Block("Not now."),
            true);
    private static final PolicyBundle POLICY = new PolicyBundle(
            List.of(FULL), List.of(new Category("ads", List.of("a.example"))), List.of(), new Action.Allow());

    @Test
    void givesARuleBackAsItWas() {
        assertThat(RuleForm.of(FULL, 1).applyTo(POLICY)).isEqualTo(POLICY);
    }

    @Test
    void keepsConditionsThatItHasNoFieldFor() {
        Rule twice = new Rule(
                "full",
                "Twice",
                true,
                List.of(
                        new Condition.ClientNetwork(List.of("10.0.0.0/8")),
                        new Condition.ClientNetwork(List.of("10.1.0.0/16"))),
                new Action.Allow());
        RuleForm form = RuleForm.of(twice, 1);
        form.setName("Still twice");

        Rule edited = form.applyTo(POLICY.withRules(List.of(twice))).rules().get(0);

        assertThat(edited.conditions()).isEqualTo(twice.conditions());
        assertThat(edited.name()).isEqualTo("Still twice");
        assertThat(form.getKeptInWords()).isEqualTo("from 10.1.0.0/16");
    }

    @Test
    void offersTheMethodsThatTheRuleNamesBesideTheUsualOnes() {
        assertThat(RuleForm.of(FULL, 1).getMethodChoices()).contains("CONNECT", "PROPFIND");
    }

    @Test
    void putsANewRuleInItsPlace() {
        RuleForm form = RuleForm.fresh(1);
        form.setName(" Games ");
        form.setHosts(".games.example");
        form.setPlace("1");
        form.setMessage(" No games. ");

        PolicyBundle edited = form.applyTo(POLICY);

        assertThat(edited.rules().get(1))
                .isEqualTo(new Rule(
                        "games",
                        "Games",
                        true,
                        List.of(new Condition.Host(List.of(".games.example"))),
                        new Action.Block("No games.")));
    }

    @Test
    void takesTheGroupsOfNodesFromOneLine() {
        RuleForm form = RuleForm.fresh(1);
        form.setName("Shops");
        form.setNodeGroups("shop, branch");

        Rule made = form.applyTo(POLICY).rules().get(0);

        assertThat(made.conditions()).containsExactly(new Condition.InNodeGroup(List.of("shop", "branch")));
        assertThat(RuleForm.of(made, 1).getKeptInWords()).isEmpty();
    }

    @Test
    void takesUsersFromOneLineAndTheirGroupsAsChosen() {
        RuleForm form = RuleForm.fresh(1);
        form.setName("Staff");
        form.setUsers("ann, bob");
        form.setUserGroups(List.of("staff"));

        Rule made = form.applyTo(POLICY).rules().get(0);

        assertThat(made.conditions())
                .containsExactly(
                        new Condition.IsUser(List.of("ann", "bob")), new Condition.InUserGroup(List.of("staff")));
        assertThat(RuleForm.of(made, 1).getKeptInWords()).isEmpty();
    }

    @Test
    void asksWhoItIs() {
        RuleForm form = RuleForm.fresh(1);
        form.setName("Who is it");
        form.setMessage("Left over.");
        form.setAction("authenticate");

        Rule made = form.applyTo(POLICY).rules().get(0);

        assertThat(made.action()).isEqualTo(new Action.Authenticate());
        assertThat(RuleForm.of(made, 1).getAction()).isEqualTo("authenticate");
        assertThat(RuleForm.of(made, 1).getMessage()).isEmpty();
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("networks", f -> f.setNetworks("10.0.0.0/8 nonsense")),
                mistake("hosts", f -> f.setHosts("good.example\nbad host!.example..")),
                mistake("categories", f -> f.setCategories(List.of("gone"))),
                mistake("methods", f -> f.setMethods(List.of("G E T"))),
                mistake("schedules", f -> f.setSchedules(List.of("gone"))),
                mistake("nodeGroups", f -> f.setNodeGroups("No_Such.Name!")),
                mistake("users", f -> f.setUsers("gone")),
                mistake("userGroups", f -> f.setUserGroups(List.of("gone"))),
                mistake("action", f -> f.setAction("authenticate")));
    }

    private static Arguments mistake(String field, Consumer<RuleForm> typed) {
        return Arguments.of(field, typed);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void showsWhatTheCompilerSaysAtItsField(String field, Consumer<RuleForm> typed) {
        RuleForm form = RuleForm.fresh(1);
        form.setName("New");
        form.setPlace("1");
        form.setNetworks("10.0.0.0/8");
        typed.accept(form);

        List<Violation> violations = violations(form.applyTo(POLICY.withRules(List.of(LOCAL))));

        assertThat(violations).isNotEmpty().allSatisfy(v -> assertThat(form.fieldOf(v.path()))
                .as(v.toString())
                .isEqualTo(field));
    }

    @Test
    void blamesNoFieldForWhatLiesElsewhere() {
        assertThat(RuleForm.fresh(1).fieldOf("categories[0].name")).isEmpty();
        assertThat(RuleForm.fresh(1).fieldOf("rules[0].conditions[4].hosts[0]")).isEmpty();
        assertThat(RuleForm.fresh(1).fieldOf("rules[0].name")).isEqualTo("name");
        assertThat(RuleForm.fresh(1).fieldOf("rules[0].action.message")).isEqualTo("message");
    }

    private static final Rule LOCAL = new Rule("local", "Local", true, List.of(), new Action.Allow());

    private static List<Violation> violations(PolicyBundle bundle) {
        return catchThrowableOfType(
                        InvalidPolicyException.class, () -> new PolicyCompiler().compile(bundle, Revision.NONE))
                .violations();
    }
}
