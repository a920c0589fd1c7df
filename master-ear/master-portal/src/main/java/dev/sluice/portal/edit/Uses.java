package dev.sluice.portal.edit;

import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Rule;
import dev.sluice.policy.model.User;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** Which rules, by name, use a category, a schedule or users. */
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

    /** The rules that name the user. */
    public static List<String> ofUser(PolicyBundle bundle, String name) {
        return rules(bundle, c -> c instanceof Condition.IsUser is && is.users().contains(name));
    }

    public static List<String> ofUserGroup(PolicyBundle bundle, String group) {
        return rules(
                bundle,
                c -> c instanceof Condition.InUserGroup in && in.groups().contains(group));
    }

    /** The rules that name the user or a group of his. */
    public static List<String> ofUserOrGroups(PolicyBundle bundle, User user) {
        return rules(
                bundle,
                c -> c instanceof Condition.IsUser is && is.users().contains(user.name())
                        || c instanceof Condition.InUserGroup in && !Collections.disjoint(in.groups(), user.groups()));
    }

    /** The rules that ask who somebody is. */
    static List<String> thatAuthenticate(PolicyBundle bundle) {
        return named(bundle, rule -> rule.action() instanceof Action.Authenticate);
    }

    private static List<String> rules(PolicyBundle bundle, Predicate<Condition> uses) {
        return named(bundle, rule -> rule.conditions().stream().anyMatch(uses));
    }

    private static List<String> named(PolicyBundle bundle, Predicate<Rule> wanted) {
        return bundle.rules().stream().filter(wanted).map(Rule::name).toList();
    }

    private Uses() {}
}
