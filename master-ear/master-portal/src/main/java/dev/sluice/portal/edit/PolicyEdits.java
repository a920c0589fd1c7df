package dev.sluice.portal.edit;

import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Rule;
import dev.sluice.policy.model.Schedule;
import dev.sluice.policy.model.User;
import dev.sluice.portal.edit.RefusedEditException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The edits of a policy, each a pure function that returns a new bundle. They keep ids and names unique and references
 * whole; whether the result compiles is for the compiler to say.
 */
public final class PolicyEdits {
    private static final NamedSet<Category> CATEGORIES = new NamedSet<>("category", Category::name);
    private static final NamedSet<Schedule> SCHEDULES = new NamedSet<>("schedule", Schedule::name);
    private static final NamedSet<User> USERS = new NamedSet<>("user", User::name);

    /** Inserts the rule at the position (clamped to the list) under a new id made from its name. */
    public static PolicyBundle addRule(PolicyBundle bundle, Rule rule, int position) {
        List<Rule> rules = new ArrayList<>(bundle.rules());
        rules.add(clamp(position, rules.size()), withId(rule, newId(bundle, rule.name())));
        return bundle.withRules(rules);
    }

    /** The id that {@link #addRule} would give a rule of this name. */
    public static String newId(PolicyBundle bundle, String name) {
        Set<String> taken = bundle.rules().stream().map(Rule::id).collect(Collectors.toSet());
        return RuleIds.of(name, taken);
    }

    /** Puts the rule in the place of the one with the id, which it keeps. */
    public static PolicyBundle replaceRule(PolicyBundle bundle, String id, Rule rule) {
        return changeRule(bundle, id, old -> withId(rule, id));
    }

    public static PolicyBundle enableRule(PolicyBundle bundle, String id, boolean enabled) {
        return changeRule(bundle, id, r -> new Rule(r.id(), r.name(), enabled, r.conditions(), r.action(), r.audit()));
    }

    /** Moves the rule so that it stands at the position, counted from 0 and clamped to the list. */
    public static PolicyBundle moveRule(PolicyBundle bundle, String id, int position) {
        List<Rule> rules = new ArrayList<>(bundle.rules());
        Rule moved = rules.remove(indexOf(bundle, id));
        rules.add(clamp(position, rules.size()), moved);
        return bundle.withRules(rules);
    }

    public static PolicyBundle deleteRule(PolicyBundle bundle, String id) {
        List<Rule> rules = new ArrayList<>(bundle.rules());
        rules.remove(indexOf(bundle, id));
        return bundle.withRules(rules);
    }

    public static Rule rule(PolicyBundle bundle, String id) {
        return bundle.rules().get(indexOf(bundle, id));
    }

    /** Where the rule stands, from 0. */
    public static int indexOf(PolicyBundle bundle, String id) {
        for (int i = 0; i < bundle.rules().size(); i++) {
            if (bundle.rules().get(i).id().equals(id)) {
                return i;
            }
        }
        throw new RefusedEditException(
                Reason.UNKNOWN, "There is no rule \"" + id + "\" in the draft; it may have been deleted.");
    }

    public static Category category(PolicyBundle bundle, String name) {
        return CATEGORIES.get(bundle.categories(), name);
    }

    public static PolicyBundle addCategory(PolicyBundle bundle, Category category) {
        return bundle.withCategories(CATEGORIES.add(bundle.categories(), category));
    }

    /** Replaces the category; a new name is carried into the rules that use it. */
    public static PolicyBundle replaceCategory(PolicyBundle bundle, String name, Category category) {
        PolicyBundle replaced = bundle.withCategories(CATEGORIES.replace(bundle.categories(), name, category));
        return changeConditions(replaced, c -> renamedCategory(c, name, category.name()));
    }

    /** Deletes the category unless a rule uses it. */
    public static PolicyBundle deleteCategory(PolicyBundle bundle, String name) {
        List<Category> rest = CATEGORIES.without(bundle.categories(), name);
        refuseIfUsed("The category \"" + name + "\"", Uses.ofCategory(bundle, name));
        return bundle.withCategories(rest);
    }

    public static Schedule schedule(PolicyBundle bundle, String name) {
        return SCHEDULES.get(bundle.schedules(), name);
    }

    public static PolicyBundle addSchedule(PolicyBundle bundle, Schedule schedule) {
        return bundle.withSchedules(SCHEDULES.add(bundle.schedules(), schedule));
    }

    /** Replaces the schedule; a new name is carried into the rules that use it. */
    public static PolicyBundle replaceSchedule(PolicyBundle bundle, String name, Schedule schedule) {
        PolicyBundle replaced = bundle.withSchedules(SCHEDULES.replace(bundle.schedules(), name, schedule));
        return changeConditions(replaced, c -> renamedSchedule(c, name, schedule.name()));
    }

    /** Deletes the schedule unless a rule uses it. */
    public static PolicyBundle deleteSchedule(PolicyBundle bundle, String name) {
        List<Schedule> rest = SCHEDULES.without(bundle.schedules(), name);
        refuseIfUsed("The schedule \"" + name + "\"", Uses.ofSchedule(bundle, name));
        return bundle.withSchedules(rest);
    }

    public static User user(PolicyBundle bundle, String name) {
        return USERS.get(bundle.users(), name);
    }

    public static PolicyBundle addUser(PolicyBundle bundle, User user) {
        return bundle.withUsers(USERS.add(bundle.users(), user));
    }

    /** Replaces the user, unless a rule uses a group that nobody would be left in; a new name is carried into the rules. */
    public static PolicyBundle replaceUser(PolicyBundle bundle, String name, User user) {
        PolicyBundle replaced = bundle.withUsers(USERS.replace(bundle.users(), name, user));
        refuseIfGroupsEmpty(bundle, replaced);
        return changeConditions(replaced, c -> renamedUser(c, name, user.name()));
    }

    /** Deletes the user unless a rule uses him, or a group that nobody would be left in, or needs somebody to ask for. */
    public static PolicyBundle deleteUser(PolicyBundle bundle, String name) {
        PolicyBundle rest = bundle.withUsers(USERS.without(bundle.users(), name));
        refuseIfUsed("The user \"" + name + "\"", Uses.ofUser(bundle, name));
        refuseIfGroupsEmpty(bundle, rest);
        if (rest.users().isEmpty()) {
            refuseFor(Uses.thatAuthenticate(bundle), "The last user is needed by ", "Change ");
        }
        return rest;
    }

    public static PolicyBundle defaultAction(PolicyBundle bundle, Action action) {
        return bundle.withDefaultAction(action);
    }

    private static PolicyBundle changeRule(PolicyBundle bundle, String id, UnaryOperator<Rule> change) {
        List<Rule> rules = new ArrayList<>(bundle.rules());
        int index = indexOf(bundle, id);
        rules.set(index, change.apply(rules.get(index)));
        return bundle.withRules(rules);
    }

    private static PolicyBundle changeConditions(PolicyBundle bundle, UnaryOperator<Condition> change) {
        return bundle.withRules(bundle.rules().stream()
                .map(r -> new Rule(
                        r.id(),
                        r.name(),
                        r.enabled(),
                        r.conditions().stream().map(change).toList(),
                        r.action(),
                        r.audit()))
                .toList());
    }

    private static Condition renamedCategory(Condition condition, String from, String to) {
        return condition instanceof Condition.InCategory c
                ? new Condition.InCategory(renamed(c.categories(), from, to))
                : condition;
    }

    private static Condition renamedSchedule(Condition condition, String from, String to) {
        return condition instanceof Condition.InSchedule c
                ? new Condition.InSchedule(renamed(c.schedules(), from, to))
                : condition;
    }

    private static Condition renamedUser(Condition condition, String from, String to) {
        return condition instanceof Condition.IsUser c ? new Condition.IsUser(renamed(c.users(), from, to)) : condition;
    }

    private static List<String> renamed(List<String> names, String from, String to) {
        return names.stream().map(n -> n.equals(from) ? to : n).toList();
    }

    private static void refuseIfGroupsEmpty(PolicyBundle before, PolicyBundle after) {
        Set<String> gone = groups(before);
        gone.removeAll(groups(after));
        for (String group : gone) {
            refuseIfUsed("The group \"" + group + "\", which nobody else is in,", Uses.ofUserGroup(after, group));
        }
    }

    private static Set<String> groups(PolicyBundle bundle) {
        return bundle.users().stream()
                .flatMap(user -> user.groups().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void refuseIfUsed(String what, List<String> rules) {
        refuseFor(rules, what + " is used by ", "Take it out of ");
    }

    private static void refuseFor(List<String> rules, String why, String remedy) {
        if (!rules.isEmpty()) {
            throw new RefusedEditException(
                    Reason.IN_USE,
                    why + Phrases.list(Phrases.quoted(rules), "and") + ". " + remedy
                            + (rules.size() == 1 ? "that rule" : "those rules") + " first.");
        }
    }

    private static Rule withId(Rule rule, String id) {
        return new Rule(id, rule.name(), rule.enabled(), rule.conditions(), rule.action(), rule.audit());
    }

    private static int clamp(int position, int size) {
        return Math.max(0, Math.min(position, size));
    }

    private PolicyEdits() {}
}
