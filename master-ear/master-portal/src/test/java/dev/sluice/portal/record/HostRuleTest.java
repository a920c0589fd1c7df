package dev.sluice.portal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.jms.AccessRecord;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import dev.sluice.portal.record.HostRule.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostRuleTest {
    private static final Rule OTHER = rule("other", new Condition.Host(List.of("other.example")));
    private static final Rule SHOP = rule("shop", new Condition.InNodeGroup(List.of("shop")));
    private static final Rule ALL = rule("all");

    @Test
    void standsBeforeTheFirstRuleThatMayDecide() throws Exception {
        assertThat(ids(add(Scope.ALL, OTHER, ALL))).containsExactly("other", "block-ads-example", "all");
        assertThat(ids(add(Scope.ALL, OTHER, SHOP, ALL))).containsExactly("other", "block-ads-example", "shop", "all");
        assertThat(ids(add(Scope.ALL, OTHER))).containsExactly("other", "block-ads-example");
        assertThat(ids(add(Scope.ALL))).containsExactly("block-ads-example");
    }

    @Test
    void isForAllOrOneClientOrTheGroupOfTheNode() throws Exception {
        assertThat(add(Scope.ALL).rules().get(0).conditions())
                .containsExactly(new Condition.Host(List.of("ads.example")));
        assertThat(add(Scope.CLIENT).rules().get(0).conditions())
                .containsExactly(
                        new Condition.Host(List.of("ads.example")), new Condition.ClientNetwork(List.of("10.0.0.7")));
        assertThat(add(Scope.NODE_GROUP).rules().get(0).conditions())
                .containsExactly(new Condition.Host(List.of("ads.example")), new Condition.InNodeGroup(List.of("lab")));
    }

    @Test
    void isRefusedWhereThereIsSuchARule() throws Exception {
        Rule mine = add(Scope.ALL).rules().get(0);

        assertThatThrownBy(() -> add(Scope.ALL, mine, ALL)).hasMessageEndingWith("already: “Block ads.example”.");
        assertThatThrownBy(() -> add(Scope.ALL, ALL, mine))
                .hasMessageEndingWith("It stands behind “all”, which decides first; move it up.");
        Rule off = new Rule("off", "Off", false, mine.conditions(), mine.action());
        assertThatThrownBy(() -> add(Scope.ALL, off)).hasMessageEndingWith("It is disabled; enable it.");
        assertThat(add(Scope.CLIENT, mine).rules()).as("for fewer").hasSize(2);
    }

    @Test
    void isNotMadeOfWhatTheRecordDoesNotHold() {
        HostRule hashed = new HostRule(record("ads.example", "c-17"), new Action.Allow(), Scope.CLIENT, "");
        HostRule nowhere = new HostRule(record("", "10.0.0.7"), new Action.Allow(), Scope.ALL, "");
        HostRule grouped = new HostRule(record("a", "10.0.0.7"), new Action.Allow(), Scope.NODE_GROUP, "");

        assertThat(List.of(hashed, nowhere, grouped)).noneMatch(HostRule::isPossible);
        assertThatThrownBy(() -> hashed.addTo(new PolicyBundle(List.of(), List.of(), List.of(), new Action.Allow())))
                .hasMessageContaining("the client's address");
    }

    @Test
    void hasANameThatIsNotTooLong() throws Exception {
        String host = "a.".repeat(120) + "example";
        HostRule rule = new HostRule(record(host, "2001:db8:1:2:3:4:5:6"), new Action.Allow(), Scope.CLIENT, "");

        PolicyBundle draft = rule.addTo(new PolicyBundle(List.of(), List.of(), List.of(), new Action.Allow()));

        new PolicyCompiler().compile(draft, Revision.NONE);
        assertThat(draft.rules().get(0).name()).startsWith("Allow a.a.").hasSizeLessThan(200);
    }

    private static PolicyBundle add(Scope scope, Rule... rules) throws InvalidPolicyException {
        PolicyBundle draft = new PolicyBundle(List.of(rules), List.of(), List.of(), new Action.Allow());
        PolicyBundle after =
                new HostRule(record("ads.example", "10.0.0.7"), new Action.Block(""), scope, "lab").addTo(draft);
        new PolicyCompiler().compile(after, Revision.NONE);
        return after;
    }

    private static List<String> ids(PolicyBundle policy) {
        return policy.rules().stream().map(Rule::id).toList();
    }

    private static Rule rule(String id, Condition... conditions) {
        return new Rule(id, id, true, List.of(conditions), new Action.Allow());
    }

    private static AccessRecord record(String host, String client) {
        return new AccessRecord(
                Instant.EPOCH,
                Duration.ZERO,
                client,
                "",
                "GET",
                "http",
                host,
                80,
                "/",
                200,
                0,
                0,
                "",
                "allow",
                "",
                "",
                "",
                "DEFAULT",
                1,
                1,
                "none",
                "",
                "",
                "",
                "r-1");
    }
}
