package dev.sluice.policy.model;

import java.util.List;

/**
 * A whole policy: ordered rules, first match wins, and the sets they name.
 *
 * @param rules in the order they are tried
 * @param categories own URL categories, unique by name
 * @param schedules weekly schedules, unique by name
 * @param defaultAction what happens when no rule matches
 */
public record PolicyBundle(
        List<Rule> rules, List<Category> categories, List<Schedule> schedules, Action defaultAction) {
    public PolicyBundle {
        rules = List.copyOf(rules);
        categories = List.copyOf(categories);
        schedules = List.copyOf(schedules);
    }

    public PolicyBundle withRules(List<Rule> newRules) {
        return new PolicyBundle(newRules, categories, schedules, defaultAction);
    }
}
