package dev.sluice.master.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.master.audit.Audit;
import dev.sluice.master.audit.Change;
import dev.sluice.master.audit.Told;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.live.Changes;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Rule;
import dev.sluice.policy.model.Schedule;
import dev.sluice.policy.model.User;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DraftChangesTest {
    private static final Action ALLOW = new Action.Allow();
    private static final PolicyBundle EMPTY = new PolicyBundle(List.of(), List.of(), List.of(), ALLOW);

    private static Rule rule(String id, boolean enabled) {
        return new Rule(id, id, enabled, List.of(), ALLOW);
    }

    private static PolicyBundle rules(Rule... rules) {
        return EMPTY.withRules(List.of(rules));
    }

    private static String json(String id, boolean enabled) {
        return "{\"id\":\"" + id + "\",\"name\":\"" + id + "\",\"enabled\":" + enabled
                + ",\"when\":[],\"action\":{\"allow\":{}}}";
    }

    @Test
    void tellsEachRuleThatWasAddedChangedOrDeleted() {
        assertThat(DraftChanges.between(
                        "ann", rules(rule("a", true), rule("b", true)), rules(rule("b", false), rule("c", true))))
                .containsExactly(
                        new Change("ann", "draft.rule.change", "b", json("b", true), json("b", false)),
                        new Change("ann", "draft.rule.add", "c", "", json("c", true)),
                        new Change("ann", "draft.rule.delete", "a", json("a", true), ""));
    }

    @Test
    void tellsOfUsersWhetherTheirPasswordsDifferAndNeverWhatTheyAre() {
        User ann = new User("ann", List.of("lab"), "one");
        User moved = new User("ann", List.of("lab", "staff"), "one");
        User changed = new User("ann", List.of("lab"), "two");

        assertThat(users(List.of(), List.of(ann)))
                .containsExactly(new Change("eve", "draft.user.add", "ann", "", json(ann, "")));
        assertThat(users(List.of(ann), List.of(moved)))
                .containsExactly(new Change("eve", "draft.user.change", "ann", json(ann, ""), json(moved, "")));
        String differs = ",\"password\":\"differs\"";
        assertThat(users(List.of(ann), List.of(changed)))
                .containsExactly(new Change("eve", "draft.user.change", "ann", json(ann, differs), json(ann, differs)));
    }

    private static List<Change> users(List<User> before, List<User> after) {
        return DraftChanges.between("eve", EMPTY.withUsers(before), EMPTY.withUsers(after));
    }

    private static String json(User user, String password) {
        String groups = user.groups().stream().map(group -> "\"" + group + "\"").collect(Collectors.joining(","));
        return "{\"name\":\"" + user.name() + "\",\"groups\":[" + groups + "]" + password + "}";
    }

    @Test
    void tellsAnotherOrder() {
        assertThat(DraftChanges.between(
                        "ann", rules(rule("a", true), rule("b", true)), rules(rule("b", true), rule("a", true))))
                .containsExactly(new Change(
                        "ann", "draft.rule.move", "rules", "{\"order\":[\"a\",\"b\"]}", "{\"order\":[\"b\",\"a\"]}"));
    }

    @Test
    void tellsOfACategoryWhatCameAndWent() {
        PolicyBundle before = with(new Category("ads", List.of("a.example", "b.example")));
        PolicyBundle after = with(new Category("ads", List.of("b.example", "c.example")));
        assertThat(DraftChanges.between("ann", before, after))
                .containsExactly(new Change(
                        "ann",
                        "draft.category.change",
                        "ads",
                        "{\"name\":\"ads\",\"size\":2,\"differing\":[\"a.example\"]}",
                        "{\"name\":\"ads\",\"size\":2,\"differing\":[\"c.example\"]}"));
        assertThat(DraftChanges.between("ann", EMPTY, with(Lists.category("ads", 300))))
                .singleElement()
                .extracting(Change::after)
                .asString()
                .startsWith("{\"name\":\"ads\",\"size\":300,\"domains\":[\"ads-0000000.example\",")
                .endsWith(",\"notShown\":100}");
    }

    private static PolicyBundle with(Category category) {
        return new PolicyBundle(List.of(), List.of(category), List.of(), ALLOW);
    }

    @Test
    void tellsSchedulesTheDefaultAndPrivacy() {
        Schedule night = new Schedule("night", "UTC", List.of(new Schedule.Window(List.of("MON"), "22:00", "06:00")));
        PolicyBundle after = new PolicyBundle(List.of(), List.of(), List.of(night), new Action.Block("no"))
                .withPrivacy(new Privacy(Map.of(Privacy.Field.USER, Privacy.Treatment.HASH)));
        assertThat(DraftChanges.between("ann", EMPTY, after))
                .extracting(Change::action)
                .containsExactly("draft.schedule.add", "draft.default.change", "draft.privacy.change");
        assertThat(DraftChanges.between("ann", EMPTY, after).get(2))
                .returns("{}", Change::before)
                .returns("{\"user\":\"hash\"}", Change::after);
    }

    @Test
    void tellsOnlyTheSumsOfVeryMany() {
        Rule[] many = IntStream.rangeClosed(0, DraftChanges.MOST)
                .mapToObj(i -> rule("r" + i, true))
                .toArray(Rule[]::new);
        assertThat(DraftChanges.between("ann", EMPTY, rules(many)))
                .containsExactly(new Change(
                        "ann",
                        "draft.replace",
                        "draft",
                        "{\"categories\":0,\"rules\":0,\"schedules\":0,\"users\":0}",
                        "{\"categories\":0,\"changes\":51,\"rules\":51,\"schedules\":0,\"users\":0}"));
    }

    @Test
    void aSavedDraftLeavesItsChangesInTheAuditAndARefusedOneNone() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            Policies policies =
                    new Policies(database.jpa(), TestLease.held(database.jdbc()), new Changes(), Clock.systemUTC());
            policies.start();
            long version = policies.draft().version();
            policies.save(version, rules(rule("a", true)), "ann");
            assertThatThrownBy(() -> policies.save(version, EMPTY, "bob")).isInstanceOf(StaleDraftException.class);
            assertThatThrownBy(() -> policies.save(version + 1, rules(rule("A b", true)), "bob"))
                    .isInstanceOf(InvalidPolicyException.class);
            policies.save(version + 1, rules(rule("a", true)), "bob");
            policies.publish(version + 2, "why", "bob");
            assertThat(Told.by(database))
                    .extracting(line -> line.replaceAll(" [{>].*", ""))
                    .containsExactly(
                            "ann draft.rule.add a",
                            "ann draft.rule.delete local-networks",
                            "ann draft.default.change default",
                            "bob policy.publish revision 2");
            assertThat(Told.by(database).get(3)).contains("{\"revision\":1} > ", "\"comment\":\"why\"");
            assertThat(new Audit(database.jdbc()).verify(Optional.empty()).holds())
                    .isTrue();
        }
    }
}
