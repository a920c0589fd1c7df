package dev.sluice.policy.match;

import dev.sluice.policy.category.DomainHash;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The hosts that rules name, by open addressing. Each name has two sets of rules: one for the host itself and one for
 * hosts below it; both include what the names above it say. So the longest suffix of a host that is found answers for
 * all of them. Names are compared in full, never by hash alone.
 */
final class NameTable {
    /** What {@link #below} and {@link #at} give for a name that is not here. */
    static final int MISS = -1;

    private final String[] names;
    private final int[] below;
    private final int[] at;
    private final long[][] rules;
    private final Map<String, Entry> described;

    /** The conditions that hold below a name and at it. */
    private record Conditions(BitSet below, BitSet at) {
        Conditions() {
            this(new BitSet(), new BitSet());
        }
    }

    private record Entry(long[] below, long[] at) {}

    /** @param patterns those of condition 0, 1 and so on */
    static NameTable build(DomainHash hash, List<List<HostPattern>> patterns, RuleSets sets) {
        Map<String, Conditions> conditions = new HashMap<>();
        for (int condition = 0; condition < patterns.size(); condition++) {
            for (HostPattern pattern : patterns.get(condition)) {
                Conditions named = conditions.computeIfAbsent(pattern.name(), name -> new Conditions());
                (pattern.below() ? named.below() : named.at()).set(condition);
            }
        }
        return new NameTable(hash, entries(conditions, sets), sets.whenHolding(new BitSet()));
    }

    /** Adds to each name what the names above it say, the upper ones first, and leaves out names that say nothing more. */
    private static Map<String, Entry> entries(Map<String, Conditions> conditions, RuleSets sets) {
        Map<String, Entry> entries = new TreeMap<>();
        conditions.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparingInt(String::length)))
                .forEach(named -> {
                    Conditions above = nearestAbove(named.getKey(), conditions);
                    Conditions own = named.getValue();
                    own.below().or(above.below());
                    own.at().or(own.below());
                    Entry entry = new Entry(sets.whenHolding(own.below()), sets.whenHolding(own.at()));
                    long[] inherited = sets.whenHolding(above.below());
                    if (entry.below() != inherited || entry.at() != inherited) {
                        entries.put(named.getKey(), entry);
                    }
                });
        return entries;
    }

    private static Conditions nearestAbove(String name, Map<String, Conditions> conditions) {
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            Conditions above = conditions.get(name.substring(dot + 1));
            if (above != null) {
                return above;
            }
        }
        return new Conditions();
    }

    private NameTable(DomainHash hash, Map<String, Entry> entries, long[] none) {
        described = entries;
        names = new String[Integer.highestOneBit(entries.size() + 1) * 4];
        below = new int[names.length];
        at = new int[names.length];
        rules = new long[2 * entries.size() + 1][];
        rules[0] = none;
        int next = 1;
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            int slot = (int) hash.of(entry.getKey()) & names.length - 1;
            while (names[slot] != null) {
                slot = slot + 1 & names.length - 1;
            }
            names[slot] = entry.getKey();
            rules[next] = entry.getValue().below();
            below[slot] = next++;
            rules[next] = entry.getValue().at();
            at[slot] = next++;
        }
    }

    /** For hosts below the suffix that starts at {@code from}: a number for {@link #rules}, or {@link #MISS}. */
    int below(String host, int from, long hash) {
        int slot = slotOf(host, from, hash);
        return slot < 0 ? MISS : below[slot];
    }

    /** For the host itself: a number for {@link #rules}, or {@link #MISS}. */
    int at(String host, long hash) {
        int slot = slotOf(host, 0, hash);
        return slot < 0 ? MISS : at[slot];
    }

    private int slotOf(String host, int from, long hash) {
        int length = host.length() - from;
        int slot = (int) hash & names.length - 1;
        String name = names[slot];
        while (name != null) {
            if (name.length() == length && host.startsWith(name, from)) {
                return slot;
            }
            slot = slot + 1 & names.length - 1;
            name = names[slot];
        }
        return MISS;
    }

    /** The rules left possible; 0 is for a host that no name is found for. */
    long[] rules(int number) {
        return rules[number];
    }

    void describe(CanonicalForm form) {
        form.numbers(rules[0]).number(described.size());
        described.forEach(
                (name, entry) -> form.text(name).numbers(entry.below()).numbers(entry.at()));
    }
}
