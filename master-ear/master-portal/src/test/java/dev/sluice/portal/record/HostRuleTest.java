package dev.sluice.portal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.PasswordHash;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import dev.sluice.policy.model.User;
import dev.sluice.portal.edit.RefusedEditException;
import dev.sluice.portal.record.HostRule.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostRuleTest {
    private static final Rule OTHER = rule("other", new Condition.Host(List.of("other.example")));
    private static final Rule SHOP = rule("shop", new Condition.InNodeGroup(List.of("shop")));
    private static final Rule ALL = rule("all");
    private static final Rule ASK = new Rule("ask", "Ask", true, List.of(), new Action.Authenticate());
    private static final AccessRecord ANNS = record("ads.example", "10.0.0.7", "ann");
    private static final String PASSWORD = PasswordHash.of("secret".toCharArray());

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
    void isForTheUserOrAGroupThatHeIsIn() throws Exception {
        PolicyBundle draft = draft(ASK, ALL);

        PolicyBundle forAnn = addTo(draft, ANNS, Scope.USER, "");
        assertThat(ids(forAnn)).as("she has signed in").containsExactly("ask", "block-ads-example-for-user-ann", "all");
        assertThat(forAnn.rules().get(1).conditions())
                .containsExactly(new Condition.Host(List.of("ads.example")), new Condition.IsUser(List.of("ann")));
        PolicyBundle forStaff = addTo(draft, ANNS, Scope.USER_GROUP, "staff");
        assertThat(forStaff.rules().get(1).name()).isEqualTo("Block ads.example for users in staff");
        assertThat(forStaff.rules().get(1).conditions())
                .containsExactly(
                        new Condition.Host(List.of("ads.example")), new Condition.InUserGroup(List.of("staff")));
    }

    @Test
    void letsAHostThroughBeforeTheRuleThatAsks() {
        HostRule rule = new HostRule(record("ads.example", "10.0.0.7"), new Action.Allow(), Scope.ALL, "");

        assertThat(ids(rule.addTo(draft(ASK, ALL)))).containsExactly("allow-ads-example", "ask", "all");
    }

    @ParameterizedTest
    @CsvSource({
        "'', does not hold a user",
        "~3f9c, does not hold the user's name",
        "~erased, does not hold the user's name",
        "carl, has no user “carl”"
    })
    void isForNoUserThatTheDraftDoesNotHave(String user, String why) {
        for (Scope scope : List.of(Scope.USER, Scope.USER_GROUP)) {
            HostRule rule = new HostRule(record("a.example", "10.0.0.7", user), new Action.Allow(), scope, "staff");

            assertThatThrownBy(() -> rule.addTo(draft(ALL)))
                    .isInstanceOf(RefusedEditException.class)
                    .hasMessageContaining(why);
        }
    }

    @Test
    void isForNoGroupThatTheUserIsNotIn() {
        assertThatThrownBy(() -> addTo(draft(), ANNS, Scope.USER_GROUP, "guests"))
                .hasMessage("In the draft “ann” is not in “guests”.");
        assertThatThrownBy(() -> addTo(draft(), record("a", "10.0.0.7", "bob"), Scope.USER_GROUP, ""))
                .hasMessage("In the draft “bob” is in no group of users.");
    }

    @Test
    void canBeMadeOfWhatTheRecordAndTheDraftHold() {
        assertThat(possible(ANNS, "lab"))
                .containsExactly("ALL", "CLIENT", "USER", "USER_GROUP sales", "USER_GROUP staff", "NODE_GROUP lab");
        assertThat(possible(record("a", "10.0.0.7", "bob"), "")).containsExactly("ALL", "CLIENT", "USER");
        assertThat(possible(record("a", "c-17", "~erased"), "")).containsExactly("ALL");
        assertThat(possible(record("", "10.0.0.7", "ann"), "lab")).isEmpty();
    }

    private static List<String> possible(AccessRecord record, String nodeGroup) {
        return HostRule.possible(record, new Action.Allow(), nodeGroup, draft()).stream()
                .map(rule -> (rule.scope() + " " + rule.group()).strip())
                .toList();
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

        assertThatThrownBy(() -> hashed.addTo(draft())).hasMessageContaining("the client's address");
        assertThatThrownBy(() -> nowhere.addTo(draft())).hasMessageContaining("a host");
        assertThatThrownBy(() -> grouped.addTo(draft())).hasMessageContaining("in no group now");
    }

    @Test
    void hasANameThatIsNotTooLong() throws Exception {
        String host = "a.".repeat(120) + "example";
        String group = "g".repeat(64);
        PolicyBundle draft = draft().withUsers(List.of(new User("ann", List.of(group), PASSWORD)));

        PolicyBundle after = addTo(draft, record(host, "10.0.0.7", "ann"), Scope.USER_GROUP, group);

        assertThat(after.rules().get(0).name()).startsWith("Block a.a.").hasSizeLessThan(200);
    }

    private static PolicyBundle add(Scope scope, Rule... rules) throws InvalidPolicyException {
        return addTo(draft(rules), record("ads.example", "10.0.0.7"), scope, "lab");
    }

    private static PolicyBundle addTo(PolicyBundle draft, AccessRecord record, Scope scope, String group)
            throws InvalidPolicyException {
        PolicyBundle after = new HostRule(record, new Action.Block(""), scope, group).addTo(draft);
        new PolicyCompiler().compile(after, Revision.NONE);
        return after;
    }

    private static PolicyBundle draft(Rule... rules) {
        return new PolicyBundle(List.of(rules), List.of(), List.of(), new Action.Allow())
                .withUsers(List.of(
                        new User("ann", List.of("staff", "sales"), PASSWORD), new User("bob", List.of(), PASSWORD)));
    }

    private static List<String> ids(PolicyBundle policy) {
        return policy.rules().stream().map(Rule::id).toList();
    }

    private static Rule rule(String id, Condition... conditions) {
        return new Rule(id, id, true, List.of(conditions), new Action.Allow());
    }

    private static AccessRecord record(String host, String client) {
        return record(host, client, "");
    }

    private static AccessRecord record(String host, String client, String user) {
        return new AccessRecord(
                Instant.EPOCH,
                Duration.ZERO,
                client,
                user,
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
