package dev.sluice.tests.cluster;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.sluice.tests.cluster.Asked.Kind;
import dev.sluice.tests.cluster.Asked.Outcome;
import dev.sluice.tests.cluster.Fault.Struck;
import dev.sluice.tests.cluster.Ledger.Stored;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds what clients asked for against what is stored: each exchange that came to its end is stored once, or lies in a gap
 * that its node counts, and no other, and that a fault explains; what a fault cut is stored at most once; nothing else is
 * stored. An audited exchange that came to its end is stored, whatever happened.
 */
final class Reckoning {
    /** Between what a client sees and the fault that it is due to, on a busy machine. */
    private static final Duration SLACK = Duration.ofSeconds(2);

    private final Collection<Asked> asked;
    private final List<Struck> struck;
    private final Map<String, List<Stored>> stored;
    private final Map<String, Long> gaps;
    private final Set<Asked> missing = new LinkedHashSet<>();
    private final List<String> wrong = new ArrayList<>();

    /** @param gaps that each node counts, of all kinds */
    Reckoning(Collection<Asked> asked, List<Struck> struck, List<Stored> stored, Map<String, Long> gaps) {
        this.asked = asked;
        this.struck = struck;
        this.stored = stored.stream().collect(groupingBy(Stored::id));
        this.gaps = gaps;
        asked.forEach(this::check);
        checkNothingElse();
        checkGaps();
    }

    /** The gaps of each node as completeness tells them, by kind. */
    static Map<String, Map<String, Long>> gaps(Map<String, JsonObject> completeness) {
        Map<String, Map<String, Long>> gaps = new TreeMap<>();
        completeness.forEach((node, account) -> gaps.put(
                node,
                Stream.of("dropped", "damaged", "lost")
                        .collect(Collectors.toMap(kind -> kind, kind -> account.getJsonNumber(kind)
                                .longValueExact()))));
        return gaps;
    }

    /** What does not hold; empty when all is well. */
    List<String> wrong() {
        return wrong;
    }

    private void check(Asked one) {
        List<Stored> records = stored.getOrDefault(one.id(), List.of());
        boolean ended = one.outcome() == Outcome.ANSWERED || one.outcome() == Outcome.ABORTED;
        if (records.size() > 1) {
            wrong.add("stored " + records.size() + " times: " + one);
        } else if (one.outcome() == Outcome.REFUSED && !records.isEmpty()) {
            wrong.add("stored although no proxy was reached: " + one);
        } else if (ended && records.isEmpty() && isAudited(one)) {
            wrong.add("lost although it was audited: " + one);
        } else if (ended && records.isEmpty()) {
            missing.add(one);
        } else if (ended && !agree(one, records.get(0)) && !isExplained(one)) {
            wrong.add(records.get(0) + " is stored for " + one);
        }
        boolean failed = !ended || one.status() != one.kind().status();
        if (failed && !mayBeCut(one) && !(isRefusedAudit(one) && isExplained(one))) {
            wrong.add("failed although no slave had a fault: " + one);
        }
    }

    private static boolean isAudited(Asked one) {
        return one.kind() == Kind.AUDITED && one.status() == Kind.AUDITED.status();
    }

    /** The node could not be certain of a record, and let nothing through. */
    private static boolean isRefusedAudit(Asked one) {
        return one.kind() == Kind.AUDITED && one.status() == 503;
    }

    private static boolean agree(Asked one, Stored record) {
        String node = node(one);
        return record.status() == one.status() && (node.isEmpty() || node.equals(record.node()));
    }

    /** Whether a slave had a fault that its clients may see, with the time that the balancer takes to notice. */
    private boolean mayBeCut(Asked one) {
        return struck.stream()
                .filter(fault ->
                        one.door().node().isEmpty() && !fault.fault().cuts().isEmpty()
                                || fault.fault().cuts().contains(one.door().node()))
                .anyMatch(fault -> fault.near(one, SLACK));
    }

    private void checkNothingElse() {
        Set<String> known = asked.stream().map(Asked::id).collect(Collectors.toSet());
        stored.keySet().stream()
                .filter(id -> !known.contains(id))
                .forEach(id -> wrong.add("stored and never asked for: " + stored.get(id)));
    }

    private void checkGaps() {
        missing.stream().filter(one -> !isExplained(one)).forEach(one -> wrong.add("lost without a fault: " + one));
        Map<String, List<Asked>> lost = missing.stream().collect(groupingBy(Reckoning::node));
        Map<String, Long> left = new TreeMap<>(gaps);
        lost.forEach((node, these) -> left.merge(node, (long) -these.size(), Long::sum));
        long ofUnknown = -left.getOrDefault("", 0L);
        left.remove("");
        left.forEach((node, rest) -> {
            if (rest < 0) {
                wrong.add(node + " counts " + -rest + " too few in gaps for what is not stored: " + lost.get(node));
            }
        });
        if (ofUnknown
                > left.values().stream().mapToLong(rest -> Math.max(0, rest)).sum()) {
            wrong.add("No node counts in gaps what is not stored: " + lost.get(""));
        }
    }

    /** The one that served it; empty when that is not known. */
    private static String node(Asked one) {
        return one.node().isEmpty() ? one.door().node() : one.node();
    }

    private boolean isExplained(Asked one) {
        return struck.stream().anyMatch(fault -> fault.near(one, SLACK) && explains(fault, one));
    }

    private static boolean explains(Struck fault, Asked one) {
        String node = node(one);
        return node.isEmpty()
                ? !fault.fault().gaps().isEmpty()
                : fault.fault().gaps().contains(node);
    }

    /** By kind of exchange: how many were asked for, came to each end, and are stored or not. */
    String table() {
        StringBuilder table = new StringBuilder("%-12s %9s %9s %9s %9s %9s %9s %9s%n"
                .formatted("exchanges", "asked", "answered", "aborted", "cut", "refused", "stored", "in gaps"));
        for (Kind kind : Kind.values()) {
            List<Asked> these = asked.stream().filter(one -> one.kind() == kind).toList();
            table.append(row(kind.word(), these));
        }
        return table.append(row("all", asked)).toString();
    }

    private String row(String name, Collection<Asked> these) {
        Map<Outcome, Long> ends = these.stream().collect(groupingBy(Asked::outcome, LinkedHashMap::new, counting()));
        return "%-12s %9d %9d %9d %9d %9d %9d %9d%n"
                .formatted(
                        name,
                        these.size(),
                        ends.getOrDefault(Outcome.ANSWERED, 0L),
                        ends.getOrDefault(Outcome.ABORTED, 0L),
                        ends.getOrDefault(Outcome.CUT, 0L),
                        ends.getOrDefault(Outcome.REFUSED, 0L),
                        these.stream()
                                .filter(one -> stored.containsKey(one.id()))
                                .count(),
                        these.stream().filter(missing::contains).count());
    }
}
