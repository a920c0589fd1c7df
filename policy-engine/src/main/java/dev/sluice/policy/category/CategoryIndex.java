package dev.sluice.policy.category;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Which categories each listed domain lies in, by open addressing in one {@code long[]}: 48 bits of the domain's hash
 * and the 16-bit number of a set of categories. The upper bits of the hash choose the slot, so that a host which is not
 * listed is taken for one that is about once in 10<sup>15</sup> look-ups.
 *
 * <p>The set of a domain includes those of all listed domains above it. So the longest suffix of a host that is found
 * answers for all of them. Immutable once built; safe for any thread.
 */
public final class CategoryIndex {
    /** The most distinct sets that 16 bits can number. */
    public static final int MAX_SETS = 0xffff;

    private static final double LOAD = 0.6;
    private static final int VALUE_BITS = 16;
    private static final long VALUE = (1L << VALUE_BITS) - 1;

    private final DomainHash hash;
    private final long[] slots;
    private List<BitSet> sets = List.of();

    private CategoryIndex(DomainHash hash, long domains) {
        this.hash = hash;
        this.slots = new long[(int) Math.min(Integer.MAX_VALUE - 8, (long) (domains / LOAD) + 2)];
    }

    /**
     * A salt that only who knows every listed domain can compute. Taken from the domains, not from chance, so that the
     * same lists give the same index on every node; their order does not matter.
     */
    public static long salt(List<List<String>> categories) {
        DomainHash unsalted = new DomainHash(0);
        long sum = 0;
        for (int category = 0; category < categories.size(); category++) {
            for (String domain : categories.get(category)) {
                sum += DomainHash.mix(unsalted.of(domain) + category);
            }
        }
        return sum;
    }

    /**
     * Builds an index.
     *
     * @param categories the normalised domains of category 0, 1 and so on
     * @return empty where domains lie in more than {@link #MAX_SETS} different sets of categories
     */
    public static Optional<CategoryIndex> build(DomainHash hash, List<List<String>> categories) {
        long domains = categories.stream().mapToLong(List::size).sum();
        CategoryIndex index = new CategoryIndex(hash, domains);
        CategorySets sets = new CategorySets(MAX_SETS);
        for (int category = 0; category < categories.size(); category++) {
            index.add(categories.get(category), sets.single(category), sets);
        }
        categories.forEach(list -> list.forEach(domain -> index.inherit(domain, sets)));
        index.sets = List.copyOf(sets.all());
        return sets.isFull() ? Optional.empty() : Optional.of(index);
    }

    private void add(List<String> domains, int set, CategorySets sets) {
        for (String domain : domains) {
            long domainHash = hash.of(domain);
            int slot = slotOf(domainHash);
            put(slot, domainHash, sets.union((int) (slots[slot] & VALUE), set));
        }
    }

    /** Adds the sets of the domains above to that of a listed domain. */
    private void inherit(String domain, CategorySets sets) {
        long state = hash.start();
        int set = 0;
        for (int i = domain.length() - 1; i >= 0; i--) {
            if (domain.charAt(i) == '.') {
                set = sets.union(find(hash.finish(state)), set);
            }
            state = hash.step(state, domain.charAt(i));
        }
        if (set != 0) {
            long domainHash = hash.finish(state);
            int slot = slotOf(domainHash);
            put(slot, domainHash, sets.union((int) (slots[slot] & VALUE), set));
        }
    }

    private void put(int slot, long domainHash, int set) {
        slots[slot] = domainHash << VALUE_BITS | set;
    }

    /** The number of the set of a domain with this hash, 0 for a domain that is not listed. */
    public int find(long domainHash) {
        return (int) (slots[slotOf(domainHash)] & VALUE);
    }

    /** The slot that holds this hash, or the free one where it belongs. */
    private int slotOf(long domainHash) {
        long fingerprint = domainHash << VALUE_BITS;
        int slot = (int) Math.multiplyHigh(domainHash >>> 1, (long) slots.length << 1);
        long entry = slots[slot];
        while (entry != 0 && (entry & ~VALUE) != fingerprint) {
            slot = slot + 1 == slots.length ? 0 : slot + 1;
            entry = slots[slot];
        }
        return slot;
    }

    /** The sets by their numbers; each holds numbers of categories. Number 0 is the empty set. */
    public List<BitSet> sets() {
        return sets;
    }

    /** The size of the index: each slot takes eight bytes. */
    int slots() {
        return slots.length;
    }

    /** A copy of what is stored: 48 bits of hash above 16 bits of set number, in no order. */
    public long[] entries() {
        return Arrays.stream(slots).filter(entry -> entry != 0).toArray();
    }
}
