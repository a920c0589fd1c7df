package dev.sluice.portal.edit;

import static dev.sluice.portal.edit.Sample.POLICY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Privacy.Field;
import dev.sluice.policy.model.Privacy.Treatment;
import dev.sluice.policy.model.Rule;
import dev.sluice.policy.model.User;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyChangesTest {
    static Stream<Arguments> changes() {
        Rule news = new Rule("news", "News", true, List.of(), new Action.Allow());
        Rule ads = new Rule("ads", "Adverts", true, List.of(), new Action.Allow());
        return Stream.of(
                arguments("nothing", POLICY, List.of()),
                arguments("add", PolicyEdits.addRule(POLICY, news, 1), List.of("Rule \"News\" added")),
                arguments("delete", PolicyEdits.deleteRule(POLICY, "lunch"), List.of("Rule \"Lunch\" deleted")),
                arguments("change", PolicyEdits.replaceRule(POLICY, "ads", ads), List.of("Rule \"Adverts\" changed")),
                arguments("disable", PolicyEdits.enableRule(POLICY, "ads", false), List.of("Rule \"Ads\" disabled")),
                arguments("move", PolicyEdits.moveRule(POLICY, "local", 0), List.of("The order of the rules changed")),
                arguments(
                        "category",
                        PolicyEdits.replaceCategory(POLICY, "unused", new Category("unused", List.of("x.example"))),
                        List.of("Category \"unused\" changed")),
                arguments(
                        "default",
                        PolicyEdits.defaultAction(POLICY, new Action.Allow()),
                        List.of("Default action is now Allow")),
                arguments(
                        "privacy",
                        POLICY.withPrivacy(
                                new Privacy(Map.of(Field.CLIENT, Treatment.HASH, Field.QUERY, Treatment.KEEP))),
                        List.of("In records, client is hashed", "In records, query is kept")));
    }

    @Test
    void saysWhichUsersDifferAndNothingOfTheirPasswords() {
        User ann = new User("ann", List.of(), "a hash");
        User bob = new User("bob", List.of(), "a hash");
        User changed = new User("ann", List.of(), "another hash");

        assertThat(PolicyChanges.between(POLICY.withUsers(List.of(ann, bob)), POLICY.withUsers(List.of(changed))))
                .containsExactly("User \"ann\" changed", "User \"bob\" deleted");
        assertThat(PolicyChanges.between(POLICY, POLICY.withUsers(List.of(ann))))
                .containsExactly("User \"ann\" added");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void saysWhatDiffers(String name, PolicyBundle after, List<String> expected) {
        assertThat(PolicyChanges.between(POLICY, after)).as(name).isEqualTo(expected);
    }
}
