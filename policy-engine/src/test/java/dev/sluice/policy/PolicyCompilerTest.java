package dev.sluice.policy;

import static dev.sluice.policy.Policy.categories;
import static dev.sluice.policy.Policy.hosts;
import static dev.sluice.policy.Policy.methods;
import static dev.sluice.policy.Policy.networks;
import static dev.sluice.policy.Policy.nodeGroups;
import static dev.sluice.policy.Policy.schedules;
import static dev.sluice.policy.Policy.window;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Privacy.Field;
import dev.sluice.policy.model.Privacy.Treatment;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyCompilerTest {
    static Stream<Arguments> wrong() {
        return Stream.of(
                row(
                        rule(networks("10.0.0.0/8", "10.0.0.1/8")),
                        "rules[0].conditions[0].networks[1]: \"10.0.0.1/8\" has host bits set; write 10.0.0.0/8."),
                row(
                        rule(networks("2001:db8::1/32")),
                        "rules[0].conditions[0].networks[0]: \"2001:db8::1/32\" has host bits set; write 2001:db8::/32."),
                row(
                        rule(networks("10.0.0.0/33")),
                        "rules[0].conditions[0].networks[0]: \"10.0.0.0/33\" has a wrong prefix length; it must be a number from 0 to 32."),
                row(
                        rule(networks("::/129")),
                        "rules[0].conditions[0].networks[0]: \"::/129\" has a wrong prefix length; it must be a number from 0 to 128."),
                row(
                        rule(networks("::ffff:10.0.0.0/8")),
                        "rules[0].conditions[0].networks[0]: \"::ffff:10.0.0.0/8\" has a wrong prefix length; it must be a number from 96 to 128."),
                row(
                        rule(networks("10.0.0.0/08")),
                        "rules[0].conditions[0].networks[0]: \"10.0.0.0/08\" has a wrong prefix length; it must be a number from 0 to 32."),
                row(
                        rule(networks("10.0.0/8")),
                        "rules[0].conditions[0].networks[0]: \"10.0.0/8\" is not a network; write it like 10.0.0.0/8 or 2001:db8::/32, or one address like 10.0.0.1."),
                row(
                        rule(networks()),
                        "rules[0].conditions[0].networks: is empty, so the rule could never match; add a value, or remove the condition."),
                row(
                        rule(nodeGroups("branch", "Head Office")),
                        "rules[0].conditions[0].groups[1]: \"Head Office\" is not allowed; use 1 to 64 lower-case letters, digits and hyphens, starting with a letter or a digit."),
                row(
                        rule(nodeGroups()),
                        "rules[0].conditions[0].groups: is empty, so the rule could never match; add a value, or remove the condition."),
                row(
                        rule(hosts()),
                        "rules[0].conditions[0].hosts: is empty, so the rule could never match; add a value, or remove the condition."),
                row(
                        rule(methods("GET"), hosts("a.test", "*.example.com")),
                        "rules[0].conditions[1].hosts[1]: \"*.example.com\" has a wildcard; write \".example.com\" for the domain and all below it."),
                row(
                        rule(hosts("http://a.test/")),
                        "rules[0].conditions[0].hosts[0]: \"http://a.test/\" is not a host; write only the host, without scheme, port or path."),
                row(
                        rule(hosts("a b")),
                        "rules[0].conditions[0].hosts[0]: \"a b\" is not a host; write it like www.example.com, .example.com or 192.0.2.1."),
                row(
                        rule(hosts(".")),
                        "rules[0].conditions[0].hosts[0]: \".\" is not a host; write it like www.example.com, .example.com or 192.0.2.1."),
                row(
                        rule(hosts(".0x7f.1")),
                        "rules[0].conditions[0].hosts[0]: \".0x7f.1\" is an address, and nothing is below it; write 127.0.0.1."),
                row(
                        rule(categories("adds")),
                        "rules[0].conditions[0].categories[0]: no category is named \"adds\"; the policy has none; add it first."),
                row(
                        rule(categories("adds")).category("ads", "a.test").category("news", "b.test"),
                        "rules[0].conditions[0].categories[0]: no category is named \"adds\"; known are ads, news."),
                row(
                        rule(schedules("wrok")).schedule("work", "UTC", window("MON", "08:00", "17:00")),
                        "rules[0].conditions[0].schedules[0]: no schedule is named \"wrok\"; known are work."),
                row(
                        rule(methods("GET", "G T")),
                        "rules[0].conditions[0].methods[1]: \"G T\" is not a request method; write it like GET, 1 to 64 characters without spaces."),
                row(
                        Policy.empty().block("No Ads"),
                        "rules[0].id: \"No Ads\" is not allowed; use 1 to 64 lower-case letters, digits and hyphens, starting with a letter or a digit."),
                row(
                        Policy.empty().block("a").disabled("a"),
                        "rules[1].id: \"a\" is used more than once; each must be unique."),
                row(
                        Policy.empty().category("a", "a.test").category("a", "b.test"),
                        "categories[1].name: \"a\" is used more than once; each must be unique."),
                row(
                        Policy.empty().category("a"),
                        "categories[0].domains: is empty; add a domain, or remove the category."),
                row(
                        Policy.empty().category("a", "a.test", ".b.test"),
                        "categories[0].domains[1]: \".b.test\" starts with a dot or a star; leave that out, a domain always stands for all below it, too."),
                row(
                        Policy.empty().category("a", "b\u0007.test"),
                        "categories[0].domains[0]: \"b?.test\" is not a domain; write it like example.com."),
                row(
                        Policy.empty().schedule("a", "Vienna", window("MON", "08:00", "17:00")),
                        "schedules[0].zone: \"Vienna\" is not a time zone; write an IANA name such as Europe/Vienna or UTC."),
                row(
                        Policy.empty().schedule("a", "UTC"),
                        "schedules[0].windows: is empty; add a window, or remove the schedule."),
                row(
                        Policy.empty().schedule("a", "UTC", window("", "08:00", "17:00")),
                        "schedules[0].windows[0].days: is empty; name the days on which the window opens."),
                row(
                        Policy.empty().schedule("a", "UTC", window("MON Tue", "08:00", "17:00")),
                        "schedules[0].windows[0].days[1]: \"Tue\" is not a day; write one of MON, TUE, WED, THU, FRI, SAT, SUN."),
                row(
                        Policy.empty().schedule("a", "UTC", window("MON", "8:00", "17:00")),
                        "schedules[0].windows[0].from: \"8:00\" is not a time of day; write it like 08:30, from 00:00 to 23:59."),
                row(
                        Policy.empty().schedule("a", "UTC", window("MON", "24:00", "17:00")),
                        "schedules[0].windows[0].from: \"24:00\" is not a time of day; write it like 08:30, from 00:00 to 23:59."),
                row(
                        Policy.empty().schedule("a", "UTC", window("MON", "08:00", "24:01")),
                        "schedules[0].windows[0].to: \"24:01\" is not a time of day; write it like 08:30, from 00:00 to 24:00."),
                row(
                        Policy.empty().schedule("a", "UTC", window("MON", "08:00", "08:00")),
                        "schedules[0].windows[0]: starts and ends at the same time; write 00:00 to 24:00 for the whole day."));
    }

    private static Policy rule(Condition... conditions) {
        return Policy.empty().block("rule", conditions);
    }

    private static Arguments row(Policy policy, String violation) {
        return Arguments.of(violation, policy);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void saysWhereWhatIsWrongAndHowToMendIt(String violation, Policy policy) {
        assertThat(violations(policy.bundle())).containsExactly(violation);
    }

    @Test
    void saysAllThatIsWrong() {
        Policy policy = Policy.empty()
                .category("A", "!")
                .schedule("s", "x", window("x", "x", "x"))
                .disabled("r", networks("x"), hosts("!"), categories("x"), methods(""), schedules("x"))
                .block("r");

        assertThat(violations(policy.bundle()))
                .extracting(violation -> violation.substring(0, violation.indexOf(": ")))
                .containsExactly(
                        "categories[0].name",
                        "categories[0].domains[0]",
                        "schedules[0].zone",
                        "schedules[0].windows[0].from",
                        "schedules[0].windows[0].to",
                        "schedules[0].windows[0].days[0]",
                        "rules[0].conditions[0].networks[0]",
                        "rules[0].conditions[1].hosts[0]",
                        "rules[0].conditions[2].categories[0]",
                        "rules[0].conditions[3].methods[0]",
                        "rules[0].conditions[4].schedules[0]",
                        "rules[1].id");
    }

    @Test
    void refusesTextThatNoStoreOrPageCanHold() {
        PolicyBundle bundle = new PolicyBundle(
                List.of(
                        new Rule("a", "x".repeat(201), true, List.of(), new Action.Block("\0")),
                        new Rule("b", "\uD800", true, List.of(), new Action.Block("x".repeat(2_001)))),
                List.of(),
                List.of(),
                new Action.Block("\u001b[1m"));

        assertThat(violations(bundle))
                .containsExactly(
                        "defaultAction.message: has control characters or broken Unicode; remove them.",
                        "rules[0].name: has 201 characters; shorten it to 200.",
                        "rules[0].action.message: has control characters or broken Unicode; remove them.",
                        "rules[1].name: has control characters or broken Unicode; remove them.",
                        "rules[1].action.message: has 2001 characters; shorten it to 2000.");
    }

    @Test
    void refusesToCutToANetworkWhatIsNoAddress() {
        Privacy privacy = new Privacy(Map.of(Field.CLIENT, Treatment.NETWORK, Field.USER, Treatment.NETWORK));

        assertThat(violations(Policy.empty().bundle().withPrivacy(privacy)))
                .containsExactly(
                        "privacy.user: cannot be cut to its network, which only client can; use keep, hash or drop.");
    }

    @Test
    void stopsListingAfterAThousandProblems() {
        String[] bad = Stream.generate(() -> "!").limit(5_000).toArray(String[]::new);

        assertThat(violations(Policy.empty().category("a", bad).bundle()))
                .hasSize(1_001)
                .last()
                .isEqualTo("rules: there are 4000 more problems; mend the ones shown first.");
    }

    @Test
    void refusesMoreRulesThanTheMost() {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i <= PolicyCompiler.MAX_RULES; i++) {
            rules.add(new Rule("r" + i, "", true, List.of(), new Action.Allow()));
        }

        assertThat(violations(Policy.empty().bundle().withRules(rules)))
                .containsExactly("rules: has 10001 rules; 10000 are the most.");
    }

    @Test
    void refusesMoreSetsOfCategoriesThanTheIndexCanNumber() {
        Policy policy = Policy.empty();
        List<List<String>> domains = new ArrayList<>();
        for (int bit = 0; bit < 17; bit++) {
            domains.add(new ArrayList<>());
        }
        for (int set = 1; set < 1 << 17; set++) {
            for (int bit = 0; bit < 17; bit++) {
                if ((set >> bit & 1) != 0) {
                    domains.get(bit).add("d" + set + ".test");
                }
            }
        }
        String[] names = new String[17];
        for (int bit = 0; bit < 17; bit++) {
            names[bit] = "c" + bit;
            policy.category(names[bit], domains.get(bit).toArray(String[]::new));
        }

        assertThatThrownBy(() -> policy.block("all", categories(names)).compile())
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessage("categories: put domains into more than 65535 different combinations of categories;"
                        + " use fewer categories.");
    }

    private static List<String> violations(PolicyBundle bundle) {
        InvalidPolicyException e = catchThrowableOfType(
                InvalidPolicyException.class, () -> new PolicyCompiler().compile(bundle, new Revision(1, 1)));
        assertThat(e).isNotNull();
        return e.violations().stream().map(Violation::toString).toList();
    }
}
