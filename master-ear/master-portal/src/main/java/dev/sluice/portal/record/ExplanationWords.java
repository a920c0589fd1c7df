package dev.sluice.portal.record;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.explain.RecordExplanation;
import dev.sluice.policy.Explanation;
import dev.sluice.policy.Explanation.Holds;
import dev.sluice.policy.Explanation.Step;
import dev.sluice.policy.Explanation.Test;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.Rule;
import dev.sluice.portal.edit.PolicyWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Says why a record was decided so. */
public final class ExplanationWords {
    /** One sentence or two: what decided, and how sure that is. */
    public static String summary(RecordExplanation explanation) {
        AccessRecord record = explanation.stored().record();
        String revision = "Revision " + record.revision();
        return switch (explanation.finding()) {
            case SAME -> revision + " decides so: " + decider(record) + ".";
            case OPEN ->
                "It was decided " + decider(record) + ", which fits revision " + record.revision()
                        + ". Whether " + others(explanation)
                        + " cannot be told: the record does not hold all that is asked for.";
            case OTHER ->
                revision + " decides otherwise by what the record holds: " + possible(explanation) + ". Recorded is "
                        + record.action() + ", " + decider(record) + ".";
            case NO_POLICY -> "The node had no policy yet, and so it refused.";
            case NOT_DECIDED ->
                "It ended before a policy was asked" + (record.error().isEmpty() ? "." : ": " + record.error() + ".");
            case NO_REVISION ->
                revision + " of epoch " + record.epoch()
                        + " is not in this database, so nothing can be said of its rules. It was decided "
                        + decider(record) + ".";
        };
    }

    private static String decider(AccessRecord record) {
        return record.ruleId().isEmpty() ? "by the default action" : "by rule “" + record.ruleName() + "”";
    }

    /** The rules that may have matched, too. */
    private static String others(RecordExplanation explanation) {
        List<String> names = explanation.why().map(Explanation::candidates).orElse(List.of()).stream()
                .filter(rule -> !rule.id().equals(explanation.stored().record().ruleId()))
                .map(rule -> "“" + rule.name() + "”")
                .toList();
        return (names.isEmpty() ? "it" : String.join(" or ", names)) + " matched";
    }

    private static String possible(RecordExplanation explanation) {
        return explanation.why().map(ExplanationWords::possible).orElse("");
    }

    private static String possible(Explanation why) {
        Stream<String> rules = why.candidates().stream().map(ExplanationWords::byRule);
        Stream<String> rest =
                why.mayBeDefault() ? Stream.of(why.defaultAction().word() + ", by the default action") : Stream.of();
        return String.join("; or ", Stream.concat(rules, rest).toList());
    }

    private static String byRule(Rule rule) {
        return rule.action().word() + ", by rule “" + rule.name() + "”";
    }

    /**
     * What the rules asked for and the record does not hold.
     *
     * @param groupNow the group that its node is in now, empty for none
     */
    public static List<String> unknown(RecordExplanation explanation, String groupNow) {
        List<Step> steps = explanation.why().stream()
                .flatMap(why -> why.steps().stream())
                .filter(step -> step.matches() == Holds.UNKNOWN)
                .toList();
        List<Condition> open = steps.stream()
                .flatMap(step -> step.tests().stream())
                .filter(test -> test.holds() == Holds.UNKNOWN)
                .map(Test::condition)
                .toList();
        List<String> facts = new ArrayList<>();
        if (open.stream().anyMatch(Condition.InNodeGroup.class::isInstance)) {
            facts.add("the group that " + explanation.stored().node() + " was in then; now it is in "
                    + (groupNow.isEmpty() ? "none" : "“" + groupNow + "”"));
        }
        if (open.stream().anyMatch(Condition.ClientNetwork.class::isInstance)) {
            facts.add("the client's address");
        }
        if (steps.stream().anyMatch(step -> reaches(step).equals(Optional.of(Holds.UNKNOWN)))
                || open.stream().anyMatch(c -> c instanceof Condition.IsUser || c instanceof Condition.InUserGroup)) {
            facts.add("who it was");
        }
        if (open.stream().anyMatch(c -> c instanceof Condition.Host || c instanceof Condition.InCategory)) {
            facts.add("the host");
        }
        if (open.stream().anyMatch(Condition.Method.class::isInstance)) {
            facts.add("the method");
        }
        return facts;
    }

    /** Whether something that a rule asks for holds, and why: {@code to category ads: yes, ads, by ads.example}. */
    public record Answer(Holds holds, String words) {}

    /** One for each condition, and one more where a rule asks who it is and that could make it pass the client over. */
    public static List<Answer> answers(Step step) {
        List<Answer> answers = new ArrayList<>(
                step.tests().stream().map(ExplanationWords::answer).toList());
        reaches(step).ifPresent(holds -> answers.add(new Answer(holds, "nobody had signed in: " + word(holds))));
        return answers;
    }

    private static Answer answer(Test test) {
        String by = test.holds() == Holds.YES ? ", " + test.by() : "";
        return new Answer(test.holds(), PolicyWords.condition(test.condition()) + ": " + word(test.holds()) + by);
    }

    private static String word(Holds holds) {
        return switch (holds) {
            case YES -> "yes";
            case NO -> "no";
            case UNKNOWN -> "cannot be told";
        };
    }

    /** Whether a rule that asks who it is was still to ask; empty for other rules, and where its conditions hide that. */
    private static Optional<Holds> reaches(Step step) {
        boolean asks = step.rule().enabled() && step.rule().action() instanceof Action.Authenticate;
        Holds hidden = step.matches() == Holds.NO ? Holds.NO : Holds.UNKNOWN;
        return asks && step.tests().stream().noneMatch(test -> test.holds() == hidden)
                ? Optional.of(step.matches())
                : Optional.empty();
    }

    /** What was done, on a badge. */
    public static String done(String action) {
        return switch (action) {
            case "block" -> "Blocked";
            case "authenticate" -> "Asked";
            default -> "Allowed";
        };
    }

    private ExplanationWords() {}
}
