package dev.sluice.policy.match;

import dev.sluice.policy.category.CategoryIndex;
import dev.sluice.policy.category.DomainHash;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Hosts and categories, looked up together: one pass over the host from right to left asks both tables at each dot. An
 * IP literal is only asked for as a whole.
 */
public final class HostTable {
    private static final int SET_BITS = 16;
    private static final long SET = (1L << SET_BITS) - 1;

    private final DomainHash hash;
    private final NameTable names;
    private final CategoryTable categories;
    /** The most labels of any listed name: a longer suffix cannot be found. */
    private final int deepest;

    /** Collects the conditions. */
    public static final class Builder {
        private final RuleSets nameSets;
        private final RuleSets categorySets;
        private final List<List<HostPattern>> patterns = new ArrayList<>();
        private final List<BitSet> categoryConditions = new ArrayList<>();

        public Builder(int rules) {
            nameSets = new RuleSets(rules);
            categorySets = new RuleSets(rules);
        }

        public void addHosts(int rule, List<HostPattern> hosts) {
            nameSets.addCondition(rule);
            patterns.add(hosts);
        }

        /** @param categories by their place in the list that {@link #build} gets */
        public void addCategories(int rule, BitSet categories) {
            categorySets.addCondition(rule);
            categoryConditions.add(categories);
        }

        /**
         * Builds the table.
         *
         * @param domains the normalised domains of each category
         * @return empty where domains lie in more different sets of categories than can be numbered
         */
        public Optional<HostTable> build(List<List<String>> domains) {
            DomainHash hash = new DomainHash(CategoryIndex.salt(domains));
            return CategoryIndex.build(hash, domains)
                    .map(index -> new HostTable(
                            hash,
                            NameTable.build(hash, patterns, nameSets),
                            new CategoryTable(index, categoryConditions, categorySets),
                            deepest(domains)));
        }

        private int deepest(List<List<String>> domains) {
            int deepest = 0;
            for (List<HostPattern> condition : patterns) {
                for (HostPattern pattern : condition) {
                    deepest = Math.max(deepest, labels(pattern.name()));
                }
            }
            for (List<String> category : domains) {
                for (String domain : category) {
                    deepest = Math.max(deepest, labels(domain));
                }
            }
            return deepest;
        }

        private static int labels(String name) {
            int labels = 1;
            for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
                labels++;
            }
            return labels;
        }
    }

    private HostTable(DomainHash hash, NameTable names, CategoryTable categories, int deepest) {
        this.hash = hash;
        this.names = names;
        this.categories = categories;
        this.deepest = deepest;
    }

    /** What is known of a host, to be asked with the other methods. */
    public long find(String host) {
        int named = 0;
        int set = 0;
        int left = isIpv4(host) ? 0 : deepest;
        long state = hash.start();
        for (int i = host.length() - 1; i >= 0; i--) {
            char c = host.charAt(i);
            if (c == '.' && left-- > 0) {
                long suffix = hash.finish(state);
                named = orElse(names.below(host, i + 1, suffix), named);
                int found = categories.find(suffix);
                set = found != 0 ? found : set;
            }
            state = hash.step(state, c);
        }
        long whole = hash.finish(state);
        named = orElse(names.at(host, whole), named);
        int found = categories.find(whole);
        return (long) named << SET_BITS | (found != 0 ? found : set);
    }

    private static int orElse(int found, int before) {
        return found == NameTable.MISS ? before : found;
    }

    /** Only IPv4 literals end in a numeric label; IPv6 literals have no dots. */
    private static boolean isIpv4(String host) {
        int i = host.length() - 1;
        while (i >= 0 && host.charAt(i) >= '0' && host.charAt(i) <= '9') {
            i--;
        }
        return i >= 0 && i < host.length() - 1 && host.charAt(i) == '.';
    }

    /** The rules that the host's name leaves possible. */
    public long[] rulesByName(long found) {
        return names.rules((int) (found >>> SET_BITS));
    }

    /** The rules that the host's categories leave possible. */
    public long[] rulesByCategory(long found) {
        return categories.rules((int) (found & SET));
    }

    public boolean isInCategory(long found, int category) {
        return categories.contains((int) (found & SET), category);
    }

    public void describe(CanonicalForm form) {
        names.describe(form);
        categories.describe(form);
    }
}
