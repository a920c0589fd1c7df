package dev.sluice.portal.edit;

import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Rule;
import dev.sluice.policy.model.Schedule;
import dev.sluice.policy.model.User;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What differs between two policies, one sentence for each difference, in the order a reader expects. */
public final class PolicyChanges {
    private final List<String> lines = new ArrayList<>();

    public static List<String> between(PolicyBundle before, PolicyBundle after) {
        PolicyChanges changes = new PolicyChanges();
        changes.compare("Rule", before.rules(), after.rules(), Rule::id, Rule::name);
        changes.compareOrder(before.rules(), after.rules());
        changes.compare("Category", before.categories(), after.categories(), Category::name, Category::name);
        changes.compare("Schedule", before.schedules(), after.schedules(), Schedule::name, Schedule::name);
        changes.compare("User", before.users(), after.users(), User::name, User::name);
        if (!before.defaultAction().equals(after.defaultAction())) {
            changes.lines.add("Default action is now " + PolicyWords.action(after.defaultAction()));
        }
        changes.comparePrivacy(before.privacy(), after.privacy());
        return List.copyOf(changes.lines);
    }

    private void comparePrivacy(Privacy before, Privacy after) {
        for (Privacy.Field field : Privacy.Field.values()) {
            if (before.of(field) != after.of(field)) {
                lines.add("In records, " + PolicyWords.treated(field, after));
            }
        }
    }

    private <T> void compare(
            String word, List<T> before, List<T> after, Function<T, String> key, Function<T, String> name) {
        Map<String, T> old = new LinkedHashMap<>();
        before.forEach(item -> old.put(key.apply(item), item));
        for (T item : after) {
            T was = old.remove(key.apply(item));
            if (was == null) {
                add(word, name.apply(item), "added");
            } else if (!was.equals(item)) {
                add(word, name.apply(item), howChanged(was, item));
            }
        }
        old.values().forEach(gone -> add(word, name.apply(gone), "deleted"));
    }

    private static String howChanged(Object was, Object is) {
        if (was instanceof Rule a && is instanceof Rule b && onlyEnabledDiffers(a, b)) {
            return b.enabled() ? "enabled" : "disabled";
        }
        return "changed";
    }

    private static boolean onlyEnabledDiffers(Rule a, Rule b) {
        return new Rule(a.id(), a.name(), b.enabled(), a.conditions(), a.action(), a.audit()).equals(b);
    }

    private void compareOrder(List<Rule> before, List<Rule> after) {
        List<String> old = ids(before);
        List<String> now = ids(after);
        Set<String> kept = new HashSet<>(old);
        kept.retainAll(now);
        old.retainAll(kept);
        now.retainAll(kept);
        if (!old.equals(now)) {
            lines.add("The order of the rules changed");
        }
    }

    private static List<String> ids(List<Rule> rules) {
        List<String> ids = new ArrayList<>();
        rules.forEach(r -> ids.add(r.id()));
        return ids;
    }

    private void add(String word, String name, String what) {
        lines.add(word + " \"" + name + "\" " + what);
    }

    private PolicyChanges() {}
}
