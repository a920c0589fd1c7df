package dev.sluice.policy;

import dev.sluice.policy.match.CanonicalForm;
import dev.sluice.policy.match.HostTable;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Rule;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Every decision a policy can come to, made beforehand. */
final class Answers {
    private final Answer[] answers;
    private final Decision byDefault;

    /** What a rule answers: alone, or by the first of its categories, in the order of their names, that the host is in. */
    private record Answer(Decision plain, int[] categories, Decision[] byCategory) {
        Decision of(long host, HostTable hosts) {
            for (int i = 0; i < categories.length; i++) {
                if (hosts.isInCategory(host, categories[i])) {
                    return byCategory[i];
                }
            }
            return plain;
        }
    }

    /**
     * @param rules the enabled ones
     * @param categories those that each rule asks for, by their place in {@code names}
     */
    Answers(List<Rule> rules, List<BitSet> categories, List<String> names, Action defaultAction) {
        byDefault = new Decision(defaultAction, Reason.DEFAULT, "", "", "");
        answers = new Answer[rules.size()];
        for (int i = 0; i < answers.length; i++) {
            Rule rule = rules.get(i);
            int[] places = categories.get(i).stream().toArray();
            Decision[] byCategory = new Decision[places.length];
            for (int j = 0; j < places.length; j++) {
                byCategory[j] = decision(rule, names.get(places[j]));
            }
            answers[i] = new Answer(decision(rule, ""), places, byCategory);
        }
    }

    private static Decision decision(Rule rule, String category) {
        return new Decision(rule.action(), Reason.RULE, rule.id(), rule.name(), category, rule.audit());
    }

    Decision byRule(int rule, long host, HostTable hosts) {
        return answers[rule].of(host, hosts);
    }

    Decision byDefault() {
        return byDefault;
    }

    void describe(CanonicalForm form) {
        describe(byDefault, form);
        form.number(answers.length);
        for (Answer answer : answers) {
            describe(answer.plain(), form);
            form.number(answer.byCategory().length);
            for (Decision decision : answer.byCategory()) {
                form.text(decision.category());
            }
        }
    }

    /** The places of the rules that audit, for the hash; empty where none does. */
    long[] audited() {
        return IntStream.range(0, answers.length)
                .filter(i -> answers[i].plain().audit())
                .asLongStream()
                .toArray();
    }

    private static void describe(Decision decision, CanonicalForm form) {
        form.text(decision.ruleId()).text(decision.ruleName());
        Action action = decision.action();
        form.text(action.word()).text(action instanceof Action.Block block ? block.message() : "");
    }
}
