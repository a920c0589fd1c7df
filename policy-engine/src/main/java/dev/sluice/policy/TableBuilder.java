package dev.sluice.policy;

import dev.sluice.policy.match.HostTable;
import dev.sluice.policy.match.NetworkTable;
import dev.sluice.policy.match.ScheduleTable;
import dev.sluice.policy.match.WordTable;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Collects the conditions of the enabled rules and builds the tables of them. */
final class TableBuilder {
    private final List<Rule> rules;
    private final HostTable.Builder hosts;
    private final NetworkTable.Builder networks;
    private final WordTable.Builder methods;
    private final WordTable.Builder nodeGroups;
    private final WordTable.Builder users;
    private final ScheduleTable.Builder schedules;
    private final List<CategoryCondition> categoryConditions = new ArrayList<>();

    private record CategoryCondition(int rule, BitSet categories) {}

    TableBuilder(List<Rule> enabledRules) {
        rules = enabledRules;
        hosts = new HostTable.Builder(rules.size());
        networks = new NetworkTable.Builder(rules.size());
        methods = new WordTable.Builder(rules.size());
        nodeGroups = new WordTable.Builder(rules.size());
        users = new WordTable.Builder(rules.size());
        schedules = new ScheduleTable.Builder(rules.size());
    }

    /** @param rule its place among the enabled ones */
    void add(int rule, ParsedCondition condition) {
        if (condition instanceof ParsedCondition.OfNetworks parsed) {
            networks.add(rule, parsed.networks());
        } else if (condition instanceof ParsedCondition.OfHosts parsed) {
            hosts.addHosts(rule, parsed.hosts());
        } else if (condition instanceof ParsedCondition.OfCategories parsed) {
            categoryConditions.add(new CategoryCondition(rule, parsed.categories()));
        } else if (condition instanceof ParsedCondition.OfMethods parsed) {
            methods.add(rule, parsed.methods());
        } else if (condition instanceof ParsedCondition.OfNodeGroups parsed) {
            nodeGroups.add(rule, parsed.groups());
        } else if (condition instanceof ParsedCondition.OfUsers parsed) {
            users.add(rule, parsed.users());
        } else if (condition instanceof ParsedCondition.OfSchedules parsed) {
            schedules.add(rule, parsed.schedules());
        }
    }

    /** Builds the policy with the categories that its rules ask for, and no others. Empty where the index cannot number
     * all sets of categories. */
    Optional<CompiledPolicy> build(
            Revision revision,
            SortedMap<String, List<String>> categories,
            Map<String, String> passwords,
            Action defaultAction,
            Privacy privacy) {
        List<String> allNames = List.copyOf(categories.keySet());
        BitSet used = new BitSet();
        categoryConditions.forEach(condition -> used.or(condition.categories()));
        List<String> names = used.stream().mapToObj(allNames::get).toList();
        List<BitSet> ofRule = new ArrayList<>();
        rules.forEach(rule -> ofRule.add(new BitSet()));
        for (CategoryCondition condition : categoryConditions) {
            BitSet places = renumber(condition.categories(), used);
            hosts.addCategories(condition.rule(), places);
            ofRule.get(condition.rule()).or(places);
        }
        Answers answers = new Answers(rules, ofRule, names, defaultAction);
        return hosts.build(names.stream().map(categories::get).toList())
                .map(table -> new CompiledPolicy(
                        revision,
                        answers,
                        table,
                        networks.build(),
                        methods.build(),
                        nodeGroups.build(),
                        users.build(),
                        schedules.build(),
                        passwords,
                        privacy));
    }

    /** Places among all categories to places among the used ones. */
    private static BitSet renumber(BitSet categories, BitSet used) {
        BitSet places = new BitSet();
        categories.stream().map(category -> used.get(0, category).cardinality()).forEach(places::set);
        return places;
    }
}
