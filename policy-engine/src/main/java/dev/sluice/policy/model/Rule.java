package dev.sluice.policy.model;

import java.util.List;

/**
 * One line of the policy: when all conditions hold, the action is taken.
 *
 * @param id stable over edits and unique in its bundle, lower-case letters, digits and hyphens
 * @param name for people; shown on the block page and in records
 * @param enabled a disabled rule is kept but never matches
 * @param conditions all must hold; none means always
 */
public record Rule(String id, String name, boolean enabled, List<Condition> conditions, Action action) {
    public Rule {
        conditions = List.copyOf(conditions);
    }
}
