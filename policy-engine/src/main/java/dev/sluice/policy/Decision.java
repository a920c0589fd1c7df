package dev.sluice.policy;

import dev.sluice.policy.model.Action;

/**
 * What is to be done with one exchange.
 *
 * @param ruleId the rule that matched, empty for none
 * @param ruleName its name, empty for none
 * @param category the category of the host that made the rule match, empty for none
 * @param audit whether the exchange goes on only once it is certain that it will have a record
 */
public record Decision(Action action, Reason reason, String ruleId, String ruleName, String category, boolean audit) {
    /** The answer of a node that never had a policy. */
    public static final Decision NO_POLICY = new Decision(
            new Action.Block("This gateway has no policy yet. It refuses traffic until its master sends one."),
            Reason.NO_POLICY,
            "",
            "",
            "",
            false);

    /** A decision that is not audited. */
    public Decision(Action action, Reason reason, String ruleId, String ruleName, String category) {
        this(action, reason, ruleId, ruleName, category, false);
    }

    /** Whether the client has to say who it is. */
    public boolean asks() {
        return action instanceof Action.Authenticate;
    }

    public boolean blocks() {
        return action instanceof Action.Block;
    }
}
