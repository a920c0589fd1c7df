package dev.sluice.policy;

import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why a policy decides as it does, rule by rule. For people who look back: it takes its time, and unlike {@link
 * CompiledPolicy} it may lack facts, and then says what it cannot tell.
 *
 * @param steps the rules that were tried, in order; the last one is the first that surely matches, if any does
 * @param defaultAction what applies where none matches
 */
public record Explanation(List<Step> steps, Action defaultAction) {
    /** Whether something holds. */
    public enum Holds {
        YES,
        NO,
        /** The fact that it asks for is not known. */
        UNKNOWN
    }

    /**
     * A condition that was asked.
     *
     * @param by what made it hold, such as the network that the client is in; empty where it does not hold
     */
    public record Test(Condition condition, Holds holds, String by) {}

    /**
     * A rule that was tried.
     *
     * @param matches YES where all conditions hold; NO where one does not, the rule is disabled, or asks who has signed in to do so
     */
    public record Step(Rule rule, Holds matches, List<Test> tests) {
        public Step {
            tests = List.copyOf(tests);
        }
    }

    public Explanation {
        steps = List.copyOf(steps);
    }

    /** Tries the rules of a bundle that compiles. */
    public static Explanation of(PolicyBundle bundle, PastFacts facts) {
        Examination examination = new Examination(bundle, facts);
        List<Step> steps = new ArrayList<>();
        for (Rule rule : bundle.rules()) {
            Step step = step(rule, examination);
            steps.add(step);
            if (step.matches() == Holds.YES) {
                break;
            }
        }
        return new Explanation(steps, bundle.defaultAction());
    }

    private static Step step(Rule rule, Examination examination) {
        List<Test> tests = rule.conditions().stream().map(examination::test).toList();
        Holds reaches = examination.reaches(rule.action());
        return new Step(rule, rule.enabled() ? both(all(tests), reaches) : Holds.NO, tests);
    }

    private static Holds all(List<Test> tests) {
        return tests.stream().map(Test::holds).reduce(Holds.YES, Explanation::both);
    }

    private static Holds both(Holds one, Holds other) {
        if (one == Holds.NO || other == Holds.NO) {
            return Holds.NO;
        }
        return one == Holds.YES ? other : one;
    }

    /** The rules that may have decided, in order: one that surely matches, and before it those that may. */
    public List<Rule> candidates() {
        return steps.stream()
                .filter(step -> step.matches() != Holds.NO)
                .map(Step::rule)
                .toList();
    }

    /** Whether the default action may have decided. */
    public boolean mayBeDefault() {
        return steps.isEmpty() || steps.get(steps.size() - 1).matches() != Holds.YES;
    }

    /** The rule that surely decided, or nothing where it was the default action or cannot be told. */
    public Optional<Rule> decided() {
        List<Rule> candidates = candidates();
        return mayBeDefault() || candidates.size() > 1 ? Optional.empty() : Optional.of(candidates.get(0));
    }
}
