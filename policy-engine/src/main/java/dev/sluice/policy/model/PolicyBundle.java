package dev.sluice.policy.model;

import java.util.List;

/**
 * A whole policy: ordered rules, first match wins, and the sets they name.
 *
 * @param rules in the order they are tried
 * @param categories own URL categories, unique by name
 * @param schedules weekly schedules, unique by name
 * @param users who may say who they are, unique by name
 * @param defaultAction what happens when no rule matches
 * @param privacy what access records say of people
 */
public record PolicyBundle(
        List<Rule> rules,
        List<Category> categories,
        List<Schedule> schedules,
        List<User> users,
        Action defaultAction,
        Privacy privacy) {
    public PolicyBundle {
        rules = List.copyOf(rules);
        categories = List.copyOf(categories);
        schedules = List.copyOf(schedules);
        users = List.copyOf(users);
    }

    /** A policy without users that says nothing on privacy. */
    public PolicyBundle(List<Rule> rules, List<Category> categories, List<Schedule> schedules, Action defaultAction) {
        this(rules, categories, schedules, List.of(), defaultAction, Privacy.STANDARD);
    }

    public PolicyBundle withRules(List<Rule> newRules) {
        return new PolicyBundle(newRules, categories, schedules, users, defaultAction, privacy);
    }

    public PolicyBundle withCategories(List<Category> newCategories) {
        return new PolicyBundle(rules, newCategories, schedules, users, defaultAction, privacy);
    }

    public PolicyBundle withSchedules(List<Schedule> newSchedules) {
        return new PolicyBundle(rules, categories, newSchedules, users, defaultAction, privacy);
    }

    public PolicyBundle withUsers(List<User> newUsers) {
        return new PolicyBundle(rules, categories, schedules, newUsers, defaultAction, privacy);
    }

    public PolicyBundle withDefaultAction(Action newAction) {
        return new PolicyBundle(rules, categories, schedules, users, newAction, privacy);
    }

    public PolicyBundle withPrivacy(Privacy newPrivacy) {
        return new PolicyBundle(rules, categories, schedules, users, defaultAction, newPrivacy);
    }
}
