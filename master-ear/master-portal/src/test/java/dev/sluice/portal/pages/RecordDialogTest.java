package dev.sluice.portal.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.master.explain.Explanations;
import dev.sluice.policy.Explanation;
import dev.sluice.policy.PastFacts;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Rule;
import dev.sluice.portal.fake.MemoryNodes;
import dev.sluice.portal.fake.MemoryPolicies;
import dev.sluice.portal.fake.MemoryRecords;
import dev.sluice.portal.record.HostRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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

        assertThat(dialog.isBlocked()).isTrue();
        assertThat(dialog.getScopes()).containsExactly(HostRule.Scope.ALL, HostRule.Scope.CLIENT);
        assertThat(dialog.words(HostRule.Scope.CLIENT)).isEqualTo("For client 10.1.2.3");
        assertThat(dialog.getDone()).isEmpty();
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

    private static Rule rule(String id, Condition condition) {
        return new Rule(id, id, true, List.of(condition), new Action.Block(""));
    }
}
