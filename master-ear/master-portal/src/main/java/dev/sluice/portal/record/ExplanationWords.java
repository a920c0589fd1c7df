package dev.sluice.portal.record;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.explain.RecordExplanation;
import dev.sluice.policy.Explanation;
import dev.sluice.policy.Explanation.Holds;
import dev.sluice.policy.Explanation.Test;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.Rule;
import dev.sluice.portal.edit.PolicyWords;
import java.util.ArrayList;
import java.util.List;
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
        List<Condition> open = explanation.why().stream()
                .flatMap(why -> why.steps().stream())
                .filter(step -> step.matches() == Holds.UNKNOWN)
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
        if (open.stream().anyMatch(c -> c instanceof Condition.Host || c instanceof Condition.InCategory)) {
            facts.add("the host");
        }
        if (open.stream().anyMatch(Condition.Method.class::isInstance)) {
            facts.add("the method");
        }
        return facts;
    }

    /** Why a condition holds or does not: {@code to category ads: yes, ads, by ads.example}. */
    public static String test(Test test) {
        return PolicyWords.condition(test.condition()) + ": "
                + switch (test.holds()) {
                    case YES -> "yes, " + test.by();
                    case NO -> "no";
                    case UNKNOWN -> "cannot be told";
                };
    }

    private ExplanationWords() {}
}
