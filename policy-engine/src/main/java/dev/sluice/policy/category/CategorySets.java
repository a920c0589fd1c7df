package dev.sluice.policy.category;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers the distinct sets of categories, from 1; 0 is the empty set. Used while an index is built. */
final class CategorySets {
    private final List<BitSet> sets = new ArrayList<>(List.of(new BitSet()));
    private final Map<BitSet, Integer> numbers = new HashMap<>();
    private final Map<Long, Integer> unions = new HashMap<>();
    private final int most;
    private boolean full;

    CategorySets(int most) {
        this.most = most;
    }

    int single(int category) {
        BitSet set = new BitSet();
        set.set(category);
        return number(set);
    }

    int union(int a, int b) {
        if (a == b || b == 0) {
            return a;
        }
        if (a == 0) {
            return b;
        }
        long pair = (long) Math.min(a, b) << 32 | Math.max(a, b);
        return unions.computeIfAbsent(pair, key -> number(or(sets.get(a), sets.get(b))));
    }

    private static BitSet or(BitSet a, BitSet b) {
        BitSet union = (BitSet) a.clone();
        union.or(b);
        return union;
    }

    private int number(BitSet set) {
        Integer known = numbers.get(set);
        if (known != null) {
            return known;
        }
        if (sets.size() > most) {
            full = true;
            return 0;
        }
        sets.add(set);
        numbers.put(set, sets.size() - 1);
        return sets.size() - 1;
    }

    /** Whether a set could not be numbered; the numbers given are then of no use. */
    boolean isFull() {
        return full;
    }

    List<BitSet> all() {
        return sets;
    }
}
