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
    private final int[] conditionsOf;
    private final BitSet free = new BitSet();
    private final Map<BitSet, long[]> sets = new HashMap<>();

    public RuleSets(int rules) {
        this.rules = rules;
        conditionsOf = new int[rules];
        free.set(0, rules);
    }

    /** Numbers one more condition. Conditions come in the order of their rules, and all before the first set is asked for. */
    int addCondition(int rule) {
        if (!ruleOf.isEmpty() && rule < ruleOf.get(ruleOf.size() - 1)) {
            throw new IllegalArgumentException("rule " + rule + " comes too late");
        }
        ruleOf.add(rule);
        conditionsOf[rule]++;
        free.clear(rule);
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

    /** Few conditions hold of many there are, so only those are looked at. */
    private BitSet possible(BitSet conditions) {
        BitSet possible = (BitSet) free.clone();
        int condition = conditions.nextSetBit(0);
        while (condition >= 0) {
            int rule = ruleOf.get(condition);
            int holding = 0;
            while (condition >= 0 && ruleOf.get(condition) == rule) {
                holding++;
                condition = conditions.nextSetBit(condition + 1);
            }
            possible.set(rule, holding == conditionsOf[rule]);
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
