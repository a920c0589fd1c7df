package dev.sluice.portal.pages;

import dev.sluice.jms.NodeState;
import dev.sluice.master.member.Member;
import dev.sluice.master.member.NodeEvent;
import dev.sluice.master.node.Node;
import dev.sluice.policy.model.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * All that is known of one node.
 *
 * @param facts what it says of itself, without what is not known
 * @param events what happened to it, the newest first
 */
public record NodeDetails(NodeRow row, List<Fact> facts, List<Event> events) {
    /** While no node is open. */
    static final NodeDetails NONE =
            new NodeDetails(new NodeRow(Roster.nobody(), "", Instant.EPOCH), List.of(), List.of());

    public NodeDetails {
        facts = List.copyOf(facts);
        events = List.copyOf(events);
    }

    /** @param style {@code mono} for what is compared letter by letter, else empty */
    public record Fact(String name, String value, String style) {}

    /** @param text may be empty */
    public record Event(String at, long millis, String kind, String text, String by) {}

    static NodeDetails of(Node node, NodeRow row, long stored, List<NodeEvent> history) {
        return new NodeDetails(
                row,
                facts(node, row, stored),
                history.stream().map(NodeDetails::event).toList());
    }

    private static List<Fact> facts(Node node, NodeRow row, long stored) {
        NodeState state = node.state();
        Member member = node.member();
        List<Fact> facts = new ArrayList<>();
        add(facts, "Group", member.group().isEmpty() ? "none" : member.group(), "");
        if (!state.membership().group().equals(member.group()) && Roster.hasSpoken(node)) {
            add(facts, "Takes itself to be in", group(state), "");
        }
        add(facts, "Joined", member.joinedAt().toString(), "");
        add(facts, "With activation key", member.keyId(), "mono");
        if (Roster.hasSpoken(node)) {
            addIdentity(facts, state, row);
            addPolicy(facts, node);
            addTraffic(facts, node, stored);
        }
        return facts;
    }

    private static String group(NodeState state) {
        String group = state.membership().group();
        return group.isEmpty() ? "no group" : group;
    }

    private static void addIdentity(List<Fact> facts, NodeState state, NodeRow row) {
        add(facts, "Proxy", state.proxyAddress(), "mono");
        add(facts, "Health and metrics", state.adminUrl(), "mono");
        add(facts, "Version", state.version(), "");
        add(facts, "Protocol", state.membership().protocol().toString(), "");
        add(facts, "Boot", String.valueOf(state.boot()), "");
        add(facts, "Clock", clock(state), "");
        if (!row.getCertificateEnds().isEmpty()) {
            add(facts, "Certificate ends", row.getCertificate() + ", " + row.getCertificateEnds(), "");
        }
    }

    private static String clock(NodeState state) {
        return state.clock()
                .map(reading -> NodeRow.clock(reading) + ", give or take "
                        + Amounts.duration(reading.roundTrip().dividedBy(2)))
                .orElse("");
    }

    private static void addPolicy(List<Fact> facts, Node node) {
        NodeState state = node.state();
        add(facts, "Enforces", revision(state.active()), "");
        add(facts, "Effective hash", state.hash(), "mono");
        add(facts, "Should enforce", revision(node.target()), "");
        add(facts, "Newest received", revision(state.received()), "");
    }

    private static String revision(Revision revision) {
        return revision.equals(Revision.NONE)
                ? "nothing yet"
                : "revision " + revision.number() + " of epoch " + revision.epoch();
    }

    private static void addTraffic(List<Fact> facts, Node node, long stored) {
        NodeState state = node.state();
        NodeState.Records records = state.records();
        add(
                facts,
                "Now",
                Amounts.rate(node.rates().exchanges()) + " exchanges a second, "
                        + Amounts.rate(node.rates().blocked()) + " blocked, "
                        + Amounts.rate(node.rates().failed()) + " failed",
                "");
        add(facts, "Time to the first byte", Amounts.duration(node.rates().latency()), "");
        add(facts, "Since its start", Amounts.count(state.exchanges()) + " exchanges", "");
        add(
                facts,
                "Records",
                Amounts.count(records.generated()) + " made, " + Amounts.count(stored) + " stored, "
                        + Amounts.count(records.dropped()) + " dropped",
                "");
        add(
                facts,
                "Records on its disk",
                Amounts.count(records.spooled()) + ", " + Amounts.bytes(records.spooledBytes()),
                "");
    }

    private static void add(List<Fact> facts, String name, String value, String style) {
        if (!value.isEmpty()) {
            facts.add(new Fact(name, value, style));
        }
    }

    private static Event event(NodeEvent event) {
        Instant at = event.at();
        return new Event(at.toString(), at.toEpochMilli(), kind(event.kind()), event.text(), event.by());
    }

    /** {@code Refused policy}. */
    private static String kind(NodeEvent.Kind kind) {
        String words = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
