package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import dev.sluice.policy.model.User;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserTest {
    private static final Policy OFFICE = Policy.empty()
            .user("ann", "staff", "lab")
            .user("bob")
            .allow("open", Policy.hosts("open.test"))
            .authenticate("who", Policy.hosts(".test"))
            .block("not-bob", Policy.users("bob"), Policy.hosts("a.test"))
            .block("lab-only", Policy.hosts("lab.test"), Policy.users("bob"))
            .allow("lab", Policy.userGroups("lab", "staff"));

    @ParameterizedTest
    @CsvSource({
        "open.test, '', open",
        "a.test, '', who",
        "a.test, bob, not-bob",
        "a.test, ann, lab",
        "lab.test, bob, lab-only",
        "b.test, bob, ''",
        "b.example, '', ''",
        "b.example, ann, lab",
    })
    void asksNobodyTwiceAndDecidesByWhoItIs(String host, String user, String rule) throws Exception {
        ExchangeFacts facts = Policy.facts("10.0.0.1", user, "GET", host);

        assertThat(OFFICE.compile().decide(facts, Phase.REQUEST, Policy.NOON).ruleId())
                .isEqualTo(rule);
        assertThat(OFFICE.compile().decide(facts, Phase.CONNECT, Policy.NOON).ruleId())
                .isEqualTo(rule);
    }

    @Test
    void knowsPasswordsOfItsUsersOnly() throws Exception {
        CompiledPolicy policy = OFFICE.compile();

        assertThat(policy.hasUsers()).isTrue();
        assertThat(policy.forGroup("branch").password("ann")).contains(Policy.PASSWORD);
        assertThat(policy.password("eve")).isEmpty();
        assertThat(policy.password("")).isEmpty();
        assertThat(Policy.empty().compile().hasUsers()).isFalse();
    }

    @Test
    void hasAnotherHashForAnotherPasswordGroupOrUser() throws Exception {
        String hash = of(new User("ann", List.of("lab"), Policy.PASSWORD));

        assertThat(of(new User("ann", List.of("lab", "new"), Policy.PASSWORD))).isEqualTo(hash);
        assertThat(of(new User("ann", List.of("lab"), Policy.PASSWORD.replace(":1", ":2"))))
                .isNotEqualTo(hash);
        assertThat(of(new User("ann", List.of("lab"), Policy.PASSWORD), new User("bob", List.of(), Policy.PASSWORD)))
                .isNotEqualTo(hash);
        assertThat(of(
                        new User("ann", List.of("lab"), Policy.PASSWORD),
                        new User("bob", List.of("lab"), Policy.PASSWORD)))
                .isNotEqualTo(of(
                        new User("ann", List.of("lab"), Policy.PASSWORD), new User("bob", List.of(), Policy.PASSWORD)));
    }

    private static String of(User... users) throws InvalidPolicyException {
        Rule rule = new Rule("lab", "", true, List.of(Policy.userGroups("lab")), new Action.Allow());
        PolicyBundle bundle = new PolicyBundle(List.of(rule), List.of(), List.of(), new Action.Block(""));
        return new PolicyCompiler()
                .compile(bundle.withUsers(List.of(users)), Revision.NONE)
                .hash();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ann | staff | users[0].name: \"Ann\" is not allowed; use 1 to 64 lower-case letters",
                "a:b | staff | users[0].name: \"a:b\" is not allowed",
                "'' | staff | users[0].name: \"\" is not allowed",
                "ann | Staff | users[0].groups[0]: \"Staff\" is not allowed",
            })
    void refusesNamesThatCannotBe(String name, String group, String problem) {
        refuses(Policy.empty().user(name, group).bundle(), problem);
    }

    @ParameterizedTest
    @CsvSource({
        "secret, is not pbkdf2-sha256:iterations:salt:hash",
        "pbkdf2-sha256:10000:AAAA:AAAA, is not pbkdf2-sha256:iterations:salt:hash",
    })
    void refusesWhatTellsNoPasswordWithoutRepeatingIt(String password, String problem) {
        PolicyBundle bundle = Policy.empty().bundle().withUsers(List.of(new User("ann", List.of(), password)));

        assertThatThrownBy(() -> new PolicyCompiler().compile(bundle, Revision.NONE))
                .hasMessageContaining("users[0].password: " + problem)
                .hasMessageNotContaining(password);
        assertThat(bundle.toString()).doesNotContain(password);
    }

    @Test
    void refusesPasswordsThatAreTooCheapOrTooDear() {
        refuses(withIterations("9999"), "users[0].password: has 9999 iterations; 10000 to 1000000 are allowed.");
        refuses(withIterations("1000001"), "users[0].password: has 1000001 iterations");
    }

    private static PolicyBundle withIterations(String iterations) {
        String password = Policy.PASSWORD.replace(":10000:", ":" + iterations + ":");
        return Policy.empty().bundle().withUsers(List.of(new User("ann", List.of(), password)));
    }

    @Test
    void refusesWhatNobodyCouldMeet() {
        refuses(Policy.empty().user("ann").user("ann").bundle(), "users[1].name: \"ann\" is used more than once");
        refuses(
                Policy.empty()
                        .user("ann", "lab")
                        .block("r", Policy.users("anne"))
                        .bundle(),
                "rules[0].conditions[0].users[0]: no user is named \"anne\"; known are ann.");
        refuses(
                Policy.empty()
                        .user("ann", "lab")
                        .block("r", Policy.userGroups("labs"))
                        .bundle(),
                "rules[0].conditions[0].groups[0]: no group of users is named \"labs\"; known are lab.");
        refuses(
                Policy.empty().user("ann").block("r", Policy.users()).bundle(),
                "rules[0].conditions[0].users: is empty");
        refuses(
                Policy.empty().authenticate("who").bundle(),
                "rules[0].action: asks for a user, and the policy has none");
        refuses(
                Policy.empty().user("ann").bundle().withDefaultAction(new Action.Authenticate()),
                "defaultAction: cannot be authenticate");
        refuses(
                Policy.empty()
                        .bundle()
                        .withUsers(IntStream.rangeClosed(0, UserReader.MOST)
                                .mapToObj(i -> new User("u" + i, List.of(), Policy.PASSWORD))
                                .toList()),
                "users: has 10001 users; 10000 are the most.");
    }

    private static void refuses(PolicyBundle bundle, String problem) {
        assertThatThrownBy(() -> new PolicyCompiler().compile(bundle, Revision.NONE))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void explainsByWhoItWas() {
        assertThat(explained(Optional.of("bob"), "a.test")).extracting(Rule::id).containsExactly("not-bob");
        assertThat(explained(Optional.of(""), "a.test")).extracting(Rule::id).containsExactly("who");
        assertThat(explained(Optional.empty(), "a.test")).extracting(Rule::id).containsExactly("who", "not-bob", "lab");
        assertThat(Explanation.of(OFFICE.bundle(), past(Optional.of("ann"), "b.test"))
                        .steps())
                .last()
                .satisfies(step -> assertThat(step.tests())
                        .extracting(Explanation.Test::by)
                        .containsExactly("lab"));
    }

    private static List<Rule> explained(Optional<String> user, String host) {
        return Explanation.of(OFFICE.bundle(), past(user, host)).candidates();
    }

    private static PastFacts past(Optional<String> user, String host) {
        return new PastFacts(Policy.NOON, "10.0.0.1", user, "GET", host, Optional.of(""));
    }
}
