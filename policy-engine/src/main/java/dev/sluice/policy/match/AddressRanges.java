package dev.sluice.policy.match;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/** The whole address space of one family, cut into ranges with one set of rules each; found by binary search. */
final class AddressRanges {
    private static final Comparator<Edge> IN_ORDER = Comparator.<Edge, Long>comparing(Edge::high, Long::compareUnsigned)
            .thenComparing(Edge::low, Long::compareUnsigned);

    private final long[] high;
    private final long[] low;
    private final long[][] rules;

    /** An address from which a condition holds, or no longer does. */
    private record Edge(long high, long low, int condition, int change) {
        boolean isAt(Edge other) {
            return high == other.high && low == other.low;
        }
    }

    private record Range(long high, long low, long[] rules) {}

    /** @param networks those of condition 0, 1 and so on, of one family */
    static AddressRanges build(List<List<Network>> networks, RuleSets sets) {
        List<Edge> edges = new ArrayList<>();
        for (int condition = 0; condition < networks.size(); condition++) {
            for (Network network : networks.get(condition)) {
                addEdges(network, condition, edges);
            }
        }
        edges.sort(IN_ORDER);
        return new AddressRanges(sweep(edges, networks.size(), sets));
    }

    private static void addEdges(Network network, int condition, List<Edge> edges) {
        edges.add(new Edge(network.first().high(), network.first().low(), condition, 1));
        IpAddress last = network.last();
        boolean toTheEnd = last.v4() ? last.low() == 0xffffffffL : last.high() == -1 && last.low() == -1;
        if (!toTheEnd) {
            long low = last.low() + 1;
            edges.add(new Edge(low == 0 ? last.high() + 1 : last.high(), low, condition, -1));
        }
    }

    private static List<Range> sweep(List<Edge> edges, int conditions, RuleSets sets) {
        List<Range> ranges = new ArrayList<>();
        ranges.add(new Range(0, 0, sets.whenHolding(new BitSet())));
        int[] depth = new int[conditions];
        BitSet holding = new BitSet();
        for (int i = 0; i < edges.size(); i++) {
            Edge edge = edges.get(i);
            depth[edge.condition()] += edge.change();
            holding.set(edge.condition(), depth[edge.condition()] > 0);
            if (i + 1 == edges.size() || !edge.isAt(edges.get(i + 1))) {
                add(new Range(edge.high(), edge.low(), sets.whenHolding(holding)), ranges);
            }
        }
        return ranges;
    }

    private static void add(Range range, List<Range> ranges) {
        Range before = ranges.get(ranges.size() - 1);
        if (range.high() == 0 && range.low() == 0) {
            ranges.set(0, range);
        } else if (before.rules() != range.rules()) {
            ranges.add(range);
        }
    }

    private AddressRanges(List<Range> ranges) {
        high = ranges.stream().mapToLong(Range::high).toArray();
        low = ranges.stream().mapToLong(Range::low).toArray();
        rules = ranges.stream().map(Range::rules).toArray(long[][]::new);
    }

    long[] find(long addressHigh, long addressLow) {
        int from = 0;
        int to = high.length - 1;
        while (from < to) {
            int middle = from + to + 1 >>> 1;
            int order = Long.compareUnsigned(high[middle], addressHigh);
            if (order == 0) {
                order = Long.compareUnsigned(low[middle], addressLow);
            }
            if (order <= 0) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        return rules[from];
    }

    void describe(CanonicalForm form) {
        form.number(rules.length);
        for (int i = 0; i < rules.length; i++) {
            form.number(high[i]).number(low[i]).numbers(rules[i]);
        }
    }
}
