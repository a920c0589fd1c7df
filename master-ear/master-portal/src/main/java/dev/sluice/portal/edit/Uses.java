package dev.sluice.portal.edit;

import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Rule;
import java.util.List;
import java.util.function.Predicate;

/** Which rules, by name, use a category or a schedule. */
public final class Uses {
    public static List<String> ofCategory(PolicyBundle bundle, String name) {
        return rules(
                bundle,
                c -> c instanceof Condition.InCategory in && in.categories().contains(name));
    }

    public static List<String> ofSchedule(PolicyBundle bundle, String name) {
        return rules(
                bundle,
                c -> c instanceof Condition.InSchedule in && in.schedules().contains(name));
    }

    private static List<String> rules(PolicyBundle bundle, Predicate<Condition> uses) {
        return bundle.rules().stream()
                .filter(r -> r.conditions().stream().anyMatch(uses))
                .map(Rule::name)
                .toList();
    }

    private Uses() {}
}
