package dev.sluice.policy.match;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Request methods, compared with case. */
public final class MethodTable {
    private final Map<String, long[]> byMethod;
    private final long[] others;

    /** Collects the conditions. */
    public static final class Builder {
        private final RuleSets sets;
        private final List<Set<String>> conditions = new ArrayList<>();

        public Builder(int rules) {
            sets = new RuleSets(rules);
        }

        public void add(int rule, Set<String> methods) {
            sets.addCondition(rule);
            conditions.add(methods);
        }

        public MethodTable build() {
            long[] others = sets.whenHolding(new BitSet());
            Map<String, long[]> byMethod = new HashMap<>();
            conditions.stream().flatMap(Set::stream).distinct().forEach(method -> {
                long[] rules = sets.whenHolding(holding(method));
                if (rules != others) {
                    byMethod.put(method, rules);
                }
            });
            return new MethodTable(byMethod, others);
        }

        private BitSet holding(String method) {
            BitSet holding = new BitSet();
            for (int condition = 0; condition < conditions.size(); condition++) {
                holding.set(condition, conditions.get(condition).contains(method));
            }
            return holding;
        }
    }

    private MethodTable(Map<String, long[]> byMethod, long[] others) {
        this.byMethod = byMethod;
        this.others = others;
    }

    /** The rules that this method leaves possible. */
    public long[] find(String method) {
        return byMethod.getOrDefault(method, others);
    }

    public void describe(CanonicalForm form) {
        form.numbers(others).number(byMethod.size());
        new TreeMap<>(byMethod).forEach((method, rules) -> form.text(method).numbers(rules));
    }
}
