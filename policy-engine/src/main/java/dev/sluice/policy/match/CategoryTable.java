package dev.sluice.policy.match;

import dev.sluice.policy.category.CategoryIndex;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** What the sets of a category index mean for the rules. */
final class CategoryTable {
    private final CategoryIndex index;
    private final long[][] rules;

    /** @param conditions the categories of condition 0, 1 and so on */
    CategoryTable(CategoryIndex index, List<BitSet> conditions, RuleSets sets) {
        this.index = index;
        this.rules = index.sets().stream()
                .map(set -> sets.whenHolding(holding(set, conditions)))
                .toArray(long[][]::new);
    }

    private static BitSet holding(BitSet set, List<BitSet> conditions) {
        BitSet holding = new BitSet();
        for (int condition = 0; condition < conditions.size(); condition++) {
            holding.set(condition, conditions.get(condition).intersects(set));
        }
        return holding;
    }

    /** The number of the set of a listed domain with this hash, else 0. */
    int find(long hash) {
        return index.find(hash);
    }

    /** The rules left possible for hosts in this set. */
    long[] rules(int set) {
        return rules[set];
    }

    boolean contains(int set, int category) {
        return index.sets().get(set).get(category);
    }

    /** Numbers of sets follow the order of lists, so sets are described, and ranked, by what is in them. */
    void describe(CanonicalForm form) {
        long[] entries = index.entries();
        BitSet used = new BitSet();
        Arrays.stream(entries).forEach(entry -> used.set((int) entry & 0xffff));
        List<BitSet> sets = index.sets();
        int[] ranked = used.stream()
                .boxed()
                .sorted((a, b) ->
                        Arrays.compare(sets.get(a).toLongArray(), sets.get(b).toLongArray()))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] rankOf = new int[sets.size()];
        IntStream.range(0, ranked.length).forEach(rank -> rankOf[ranked[rank]] = rank);
        form.numbers(rules[0]).number(ranked.length);
        for (int set : ranked) {
            form.numbers(sets.get(set).toLongArray()).numbers(rules[set]);
        }
        for (int i = 0; i < entries.length; i++) {
            entries[i] = entries[i] & ~0xffffL | rankOf[(int) entries[i] & 0xffff];
        }
        Arrays.sort(entries);
        form.numbers(entries);
    }
}
