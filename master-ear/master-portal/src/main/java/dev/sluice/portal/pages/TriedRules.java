package dev.sluice.portal.pages;

import dev.sluice.policy.Explanation;
import dev.sluice.policy.Explanation.Holds;
import dev.sluice.policy.Explanation.Step;
import dev.sluice.portal.record.ExplanationWords;
import dev.sluice.portal.record.ExplanationWords.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rules that were tried for a record, as the page shows them.
 *
 * @param lines the last ones, and before them only those that may have matched
 * @param others how many more were tried and did not match
 */
public record TriedRules(List<Line> lines, int others) {
    static final TriedRules NONE = new TriedRules(List.of(), 0);

    private static final int MOST = 25;

    /**
     * A rule, or the default action under its own name.
     *
     * @param style of the badge
     * @param verdict the word on the badge
     * @param conditions a phrase for each, with whether it held and by what
     */
    public record Line(String name, String style, String verdict, List<String> conditions) {}

    static TriedRules of(Explanation why) {
        List<Step> steps = why.steps();
        int late = Math.max(0, steps.size() - MOST);
        List<Step> shown = IntStream.range(0, steps.size())
                .filter(i -> i >= late || steps.get(i).matches() != Holds.NO)
                .mapToObj(steps::get)
                .toList();
        List<Line> lines = new ArrayList<>(shown.stream().map(TriedRules::line).toList());
        if (why.mayBeDefault()) {
            boolean sure = why.candidates().isEmpty();
            lines.add(new Line(
                    "Default action",
                    sure ? why.defaultAction().word() : "wait",
                    sure ? ExplanationWords.done(why.defaultAction().word()) : "if none matched",
                    List.of()));
        }
        return new TriedRules(lines, steps.size() - shown.size());
    }

    private static Line line(Step step) {
        String action = step.rule().action().word();
        List<String> conditions =
                ExplanationWords.answers(step).stream().map(Answer::words).toList();
        if (!step.rule().enabled()) {
            return new Line(step.rule().name(), "", "Disabled", List.of());
        }
        return switch (step.matches()) {
            case YES -> new Line(step.rule().name(), action, ExplanationWords.done(action), conditions);
            case NO -> new Line(step.rule().name(), "", "No match", conditions);
            case UNKNOWN -> new Line(step.rule().name(), "wait", "Cannot be told", conditions);
        };
    }
}
