package dev.sluice.policy.model;

import java.util.List;

/**
 * A whole policy: ordered rules, first match wins, and the sets they name.
 *
 * @param rules in the order they are tried
 * @param categories own URL categories, unique by name
 * @param schedules weekly schedules, unique by name
 * @param defaultAction what happens when no rule matches
 * @param privacy what access records say of people
 */
public record PolicyBundle(
        List<Rule> rules, List<Category> categories, List<Schedule> schedules, Action defaultAction, Privacy privacy) {
    public PolicyBundle {
        rules = List.copyOf(rules);
        categories = List.copyOf(categories);
        schedules = List.copyOf(schedules);
    }

    /** A policy that says nothing on privacy. */
    public PolicyBundle(List<Rule> rules, List<Category> categories, List<Schedule> schedules, Action defaultAction) {
        this(rules, categories, schedules, defaultAction, Privacy.STANDARD);
    }

    public PolicyBundle withRules(List<Rule> newRules) {
        return new PolicyBundle(newRules, categories, schedules, defaultAction, privacy);
    }

    public PolicyBundle withCategories(List<Category> newCategories) {
        return new PolicyBundle(rules, newCategories, schedules, defaultAction, privacy);
    }

    public PolicyBundle withSchedules(List<Schedule> newSchedules) {
        return new PolicyBundle(rules, categories, newSchedules, defaultAction, privacy);
    }

    public PolicyBundle withDefaultAction(Action newAction) {
        return new PolicyBundle(rules, categories, schedules, newAction, privacy);
    }

    public PolicyBundle withPrivacy(Privacy newPrivacy) {
        return new PolicyBundle(rules, categories, schedules, defaultAction, newPrivacy);
    }
}
