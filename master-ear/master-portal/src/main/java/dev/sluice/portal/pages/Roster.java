package dev.sluice.portal.pages;

import dev.sluice.jms.NodeState;
import dev.sluice.master.member.Member;
import dev.sluice.master.node.Node;
import dev.sluice.master.node.NodeStatus;
import dev.sluice.master.node.Rates;
import dev.sluice.policy.model.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who belongs or belonged to the cluster: the nodes that spoke, and those that were let in and have not yet. */
final class Roster {
    /** By id. */
    static List<Node> of(List<Node> heard, List<Member> members, Revision target) {
        Set<String> known = heard.stream().map(Node::id).collect(Collectors.toSet());
        Stream<Node> silent =
                members.stream().filter(m -> !known.contains(m.id())).map(m -> silent(m, target));
        return Stream.concat(heard.stream(), silent)
                .sorted(Comparator.comparing(Node::id))
                .toList();
    }

    /** Stands for a node where there is none. */
    static Node nobody() {
        return silent(Member.unknown("", Instant.EPOCH), Revision.NONE);
    }

    private static Node silent(Member member, Revision target) {
        NodeState nothing = new NodeState(
                member.id(),
                0,
                0,
                Instant.EPOCH,
                "",
                "",
                "",
                false,
                Revision.NONE,
                "",
                Optional.empty(),
                0,
                new NodeState.Records(0, 0, 0, 0, 0),
                NodeState.Membership.UNSAID,
                Revision.NONE,
                NodeState.Service.SERVING,
                NodeState.Traffic.NONE,
                Optional.empty(),
                "");
        NodeStatus status = member.isRemoved() ? NodeStatus.REMOVED : NodeStatus.OFFLINE;
        return new Node(status, Set.of(), Instant.EPOCH, member, target, Duration.ZERO, Rates.NONE, nothing);
    }

    /** Whether it ever said anything; states are counted from 1. */
    static boolean hasSpoken(Node node) {
        return node.state().sequence() > 0;
    }

    private Roster() {}
}
