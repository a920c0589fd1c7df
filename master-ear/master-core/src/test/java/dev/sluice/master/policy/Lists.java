package dev.sluice.master.policy;

import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Policies to test with that not every node can take as they are. */
public final class Lists {
    /** One rule for each category, which blocks it. */
    public static PolicyBundle blocking(Category... categories) {
        List<Rule> rules = Arrays.stream(categories)
                .map(category -> new Rule(
                        category.name(),
                        category.name(),
                        true,
                        List.of(new Condition.InCategory(List.of(category.name()))),
                        new Action.Block("")))
                .toList();
        return new PolicyBundle(rules, List.of(categories), List.of(), new Action.Allow());
    }

    /** A category of so many domains, of about 20 bytes each. */
    public static Category category(String name, int domains) {
        return new Category(
                name,
                IntStream.range(0, domains)
                        .mapToObj(i -> "%s-%07d.example".formatted(name, i))
                        .toList());
    }

    /** One rule, for the nodes of this group. */
    public static PolicyBundle forGroup(String group) {
        Rule rule =
                new Rule(group, group, true, List.of(new Condition.InNodeGroup(List.of(group))), new Action.Block(""));
        return new PolicyBundle(List.of(rule), List.of(), List.of(), new Action.Allow());
    }

    private Lists() {}
}
