package dev.sluice.portal.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.jms.PasswordHash;
import dev.sluice.master.explain.Explanations;
import dev.sluice.policy.Explanation;
import dev.sluice.policy.PastFacts;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Rule;
import dev.sluice.policy.model.User;
import dev.sluice.portal.fake.MemoryNodes;
import dev.sluice.portal.fake.MemoryPolicies;
import dev.sluice.portal.fake.MemoryRecords;
import dev.sluice.portal.record.HostRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordDialogTest {
    private final MemoryRecords records = new MemoryRecords();
    private final MemoryPolicies policies = new MemoryPolicies();
    private final RecordDialog dialog = new RecordDialog();

    @BeforeEach
    void prepare() {
        records.records.add(MemoryRecords.blocked("local-networks", 1));
        dialog.records = records;
        dialog.explanations = new Explanations(policies);
        dialog.nodes = new MemoryNodes();
        dialog.desk = new DraftDesk();
        dialog.desk.policies = policies;
        dialog.desk.load();
    }

    @Test
    void opensTheRecordThatWasClickedOn() {
        assertThat(dialog.show("slave-1/3/9@2026-03-01T10:00:00.123Z")).isTrue();

        assertThat(dialog.getRow().host()).isEqualTo("ads.example");
        assertThat(dialog.isOther()).as("the rule allows").isTrue();
        assertThat(dialog.getUnknown()).isEmpty();
        assertThat(dialog.getTried().lines())
                .extracting(TriedRules.Line::name, TriedRules.Line::verdict)
                .containsExactly(tuple("Local networks", "Allowed"));
    }

    @Test
    void offersARuleForAllAndForTheClient() {
        dialog.show("slave-1/3/9@2026-03-01T10:00:00.123Z");

        assertThat(dialog.isLetThrough()).isFalse();
        assertThat(dialog.getRules()).extracting(dialog::words).containsExactly("For all", "For client 10.1.2.3");
        assertThat(dialog.getRules()).extracting(HostRule::action).containsOnly(new Action.Allow());
        assertThat(dialog.getDone()).isEmpty();
    }

    @Test
    void offersARuleForTheUserAndEachOfHisGroups() throws Exception {
        User ann = new User("ann", List.of("staff", "sales"), PasswordHash.of("secret".toCharArray()));
        policies.save(1, policies.draft().bundle().withUsers(List.of(ann)), "test");
        records.records.set(0, MemoryRecords.allowed("ann", "local-networks", 1));

        dialog.show("slave-1/3/9@2026-03-01T10:00:00.123Z");

        assertThat(dialog.getRules())
                .extracting(dialog::words)
                .containsExactly(
                        "For all",
                        "For client 10.1.2.3",
                        "For user “ann”",
                        "For users in “sales”",
                        "For users in “staff”");
        assertThat(dialog.getRules()).extracting(HostRule::action).containsOnly(new Action.Block(""));
    }

    @Test
    void offersToAllowWhereTheClientWasAskedWhoItIs() {
        records.records.set(0, MemoryRecords.asked("ask", 1));

        dialog.show("slave-1/3/9@2026-03-01T10:00:00.123Z");

        assertThat(dialog.getRow().verdict()).isEqualTo("Asked");
        assertThat(dialog.getRules()).extracting(HostRule::action).containsOnly(new Action.Allow());
    }

    @Test
    void opensNothingElse() {
        assertThat(dialog.show("slave-1/3/9@2026-03-01T10:00:00Z"))
                .as("another time")
                .isFalse();
        assertThat(dialog.show("slave-1/3@now")).isFalse();
        assertThat(dialog.show("slave-1/3/9@now")).isFalse();
        assertThat(dialog.show("")).isFalse();
        assertThat(dialog.isOpen()).isFalse();
    }

    @Test
    void showsTheLastRulesThatWereTriedAndThoseBeforeThatMayHaveMatched() {
        List<Rule> rules = new ArrayList<>();
        rules.add(rule("shop", new Condition.InNodeGroup(List.of("shop"))));
        for (int i = 0; i < 40; i++) {
            rules.add(rule("r" + i, new Condition.Host(List.of("h" + i + ".example"))));
        }
        PolicyBundle policy = new PolicyBundle(rules, List.of(), List.of(), new Action.Allow());

        TriedRules tried = TriedRules.of(Explanation.of(
                policy,
                new PastFacts(Instant.EPOCH, "10.0.0.1", Optional.of(""), "GET", "elsewhere", Optional.empty())));

        assertThat(tried.others()).isEqualTo(15);
        assertThat(tried.lines()).hasSize(27);
        assertThat(tried.lines().get(0).verdict()).isEqualTo("Cannot be told");
        assertThat(tried.lines().get(26).name()).isEqualTo("Default action");
        assertThat(tried.lines().get(26).verdict()).isEqualTo("if none matched");
    }

    @ParameterizedTest
    @CsvSource({
        "'', Asked, nobody had signed in: yes",
        "ann, No match, nobody had signed in: no",
        ", Cannot be told, nobody had signed in: cannot be told"
    })
    void saysWhyARuleThatAsksWasPassedOver(@Nullable String user, String verdict, String words) {
        Rule ask = new Rule("ask", "Ask", true, List.of(), new Action.Authenticate());
        PolicyBundle policy = new PolicyBundle(List.of(ask), List.of(), List.of(), new Action.Allow());

        TriedRules tried = TriedRules.of(Explanation.of(
                policy,
                new PastFacts(
                        Instant.EPOCH, "10.0.0.1", Optional.ofNullable(user), "GET", "elsewhere", Optional.of(""))));

        assertThat(tried.lines().get(0).verdict()).isEqualTo(verdict);
        assertThat(tried.lines().get(0).conditions()).containsExactly(words);
    }

    private static Rule rule(String id, Condition condition) {
        return new Rule(id, id, true, List.of(condition), new Action.Block(""));
    }
}
