package dev.sluice.policy.model;

import java.util.List;

/**
 * One line of the policy: when all conditions hold, the action is taken.
 *
 * @param id stable over edits and unique in its bundle, lower-case letters, digits and hyphens
 * @param name for people; shown on the block page and in records
 * @param enabled a disabled rule is kept but never matches
 * @param conditions all must hold; none means always
 * @param audit whether the exchange goes on only once it is certain that it will have a record
 */
public record Rule(String id, String name, boolean enabled, List<Condition> conditions, Action action, boolean audit) {
    public Rule {
        conditions = List.copyOf(conditions);
    }

    /** A rule that does not audit. */
    public Rule(String id, String name, boolean enabled, List<Condition> conditions, Action action) {
        this(id, name, enabled, conditions, action, false);
    }

    public Rule withAudit(boolean newAudit) {
        return new Rule(id, name, enabled, conditions, action, newAudit);
    }
}
