package dev.sluice.policy.match;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The conditions of one kind, numbered, and the rules they belong to. Turns the conditions that hold into the set of
 * rules that they leave possible: 64 rules in each word, the first rule in the lowest bit. Equal sets are one array.
 */
public final class RuleSets {
    private final int rules;
    private final List<Integer> ruleOf = new ArrayList<>();
    private final Map<BitSet, long[]> sets = new HashMap<>();

    public RuleSets(int rules) {
        this.rules = rules;
    }

    /** Numbers one more condition. */
    int addCondition(int rule) {
        ruleOf.add(rule);
        return ruleOf.size() - 1;
    }

    /** As {@link #compute}, equal sets as one array. Only while tables are built, by one thread. */
    long[] whenHolding(BitSet conditions) {
        return sets.computeIfAbsent(possible(conditions), this::words);
    }

    /** The rules of which all conditions of this kind hold, rules without such conditions among them. For any thread. */
    long[] compute(BitSet conditions) {
        return words(possible(conditions));
    }

    private BitSet possible(BitSet conditions) {
        BitSet possible = new BitSet(rules);
        possible.set(0, rules);
        for (int condition = conditions.nextClearBit(0);
                condition < ruleOf.size();
                condition = conditions.nextClearBit(condition + 1)) {
            possible.clear(ruleOf.get(condition));
        }
        return possible;
    }

    private long[] words(BitSet possible) {
        long[] words = new long[(rules + Long.SIZE - 1) / Long.SIZE];
        long[] used = possible.toLongArray();
        System.arraycopy(used, 0, words, 0, used.length);
        return words;
    }
}
