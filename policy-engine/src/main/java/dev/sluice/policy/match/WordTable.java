package dev.sluice.policy.match;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Single words, compared with case: request methods, node groups. */
public final class WordTable {
    private final Map<String, long[]> byWord;
    private final long[] others;
    private final boolean indifferent;

    /** Collects the conditions. */
    public static final class Builder {
        private final RuleSets sets;
        private final List<Set<String>> conditions = new ArrayList<>();

        public Builder(int rules) {
            sets = new RuleSets(rules);
        }

        public void add(int rule, Set<String> words) {
            sets.addCondition(rule);
            conditions.add(words);
        }

        public WordTable build() {
            long[] others = sets.whenHolding(new BitSet());
            Map<String, long[]> byWord = new HashMap<>();
            conditions.stream().flatMap(Set::stream).distinct().forEach(word -> {
                long[] rules = sets.whenHolding(holding(word));
                if (rules != others) {
                    byWord.put(word, rules);
                }
            });
            return new WordTable(byWord, others, conditions.isEmpty());
        }

        private BitSet holding(String word) {
            BitSet holding = new BitSet();
            for (int condition = 0; condition < conditions.size(); condition++) {
                holding.set(condition, conditions.get(condition).contains(word));
            }
            return holding;
        }
    }

    private WordTable(Map<String, long[]> byWord, long[] others, boolean indifferent) {
        this.byWord = byWord;
        this.others = others;
        this.indifferent = indifferent;
    }

    /** The rules that this word leaves possible. */
    public long[] find(String word) {
        return byWord.getOrDefault(word, others);
    }

    /** Whether no rule asks for a word. */
    public boolean isIndifferent() {
        return indifferent;
    }

    /** The same, with only those rules left possible that are also among the given ones. */
    public WordTable among(long[] rules) {
        Map<String, long[]> left = new HashMap<>();
        byWord.forEach((word, possible) -> left.put(word, and(possible, rules)));
        return new WordTable(left, and(others, rules), false);
    }

    private static long[] and(long[] one, long[] other) {
        long[] both = one.clone();
        for (int i = 0; i < both.length; i++) {
            both[i] &= other[i];
        }
        return both;
    }

    public void describe(CanonicalForm form) {
        form.numbers(others).number(byWord.size());
        new TreeMap<>(byWord).forEach((word, rules) -> form.text(word).numbers(rules));
    }
}
