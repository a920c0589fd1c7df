package dev.sluice.policy;

import dev.sluice.policy.category.CategoryIndex;
import dev.sluice.policy.match.WeeklyHours;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** Turns a bundle into what decides. Stateless and safe for any thread. */
public final class PolicyCompiler {
    /** Who has proved to be a user is past the rules that ask for it. */
    private static final ParsedCondition ONLY_NOBODY = new ParsedCondition.OfUsers(Set.of(""));

    /** More rules are refused. */
    public static final int MAX_RULES = 10_000;

    /**
     * Compiles a bundle. Disabled rules are checked like the others.
     *
     * @throws InvalidPolicyException with every violation found; nothing is half compiled
     */
    public CompiledPolicy compile(PolicyBundle bundle, Revision revision) throws InvalidPolicyException {
        Problems problems = new Problems();
        SortedMap<String, List<String>> categories = new CategoryReader(problems).read(bundle.categories());
        Map<String, WeeklyHours> schedules = new ScheduleReader(problems).read(bundle.schedules());
        UserReader.Users users = new UserReader(problems).read(bundle.users());
        ConditionReader conditions = new ConditionReader(List.copyOf(categories.keySet()), schedules, users, problems);
        checkAction("defaultAction", bundle.defaultAction(), problems);
        PrivacyReader.check(bundle.privacy(), problems);
        TableBuilder tables =
                new TableBuilder(bundle.rules().stream().filter(Rule::enabled).toList());
        readRules(bundle.rules(), conditions, tables, problems);
        checkSigningIn(bundle, problems);
        problems.throwIfAny();
        return tables.build(revision, categories, users.passwords(), bundle.defaultAction(), bundle.privacy())
                .orElseThrow(PolicyCompiler::tooManySets);
    }

    private static void readRules(
            List<Rule> rules, ConditionReader conditions, TableBuilder tables, Problems problems) {
        if (rules.size() > MAX_RULES) {
            problems.add("rules", "has " + rules.size() + " rules; " + MAX_RULES + " are the most.");
        }
        Words ids = new Words(problems);
        int enabled = 0;
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            String path = "rules[" + i + "]";
            ids.checkId(path + ".id", rule.id());
            Words.checkText(path + ".name", rule.name(), Words.MAX_NAME, problems);
            checkAction(path + ".action", rule.action(), problems);
            for (int j = 0; j < rule.conditions().size(); j++) {
                ParsedCondition parsed = conditions.read(
                        path + ".conditions[" + j + "]", rule.conditions().get(j));
                if (rule.enabled()) {
                    tables.add(enabled, parsed);
                }
            }
            if (rule.enabled() && rule.action() instanceof Action.Authenticate) {
                tables.add(enabled, ONLY_NOBODY);
            }
            enabled += rule.enabled() ? 1 : 0;
        }
    }

    /** Who cannot sign in is asked again and again. */
    private static void checkSigningIn(PolicyBundle bundle, Problems problems) {
        for (int i = 0; i < bundle.rules().size() && bundle.users().isEmpty(); i++) {
            if (bundle.rules().get(i).action() instanceof Action.Authenticate) {
                problems.add("rules[" + i + "].action", "asks for a user, and the policy has none; add one first.");
            }
        }
        if (bundle.defaultAction() instanceof Action.Authenticate) {
            problems.add(
                    "defaultAction",
                    "cannot be authenticate, as nothing would be left for who has; put a rule for it before others.");
        }
    }

    private static InvalidPolicyException tooManySets() {
        return new InvalidPolicyException(List.of(new Violation(
                "categories",
                "put domains into more than " + CategoryIndex.MAX_SETS
                        + " different combinations of categories; use fewer categories.")));
    }

    private static void checkAction(String path, Action action, Problems problems) {
        if (action instanceof Action.Block block) {
            Words.checkText(path + ".message", block.message(), Words.MAX_MESSAGE, problems);
        }
    }
}
