package dev.sluice.portal.pages;

import static dev.sluice.portal.fake.MemoryNodes.node;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.NodeState;
import dev.sluice.master.node.Node;
import dev.sluice.master.node.NodeStatus;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpreadTest {
    private static final PublishedPolicy FIFTH = published(5);

    @Test
    void isDoneWhenEveryNodeIsInSync() {
        Spread spread = spread(inSync("slave-1"), inSync("slave-2"));

        assertThat(spread.style()).isEqualTo("ok");
        assertThat(spread.headline()).isEqualTo("Revision 5 is enforced on all 2 nodes.");
    }

    @Test
    void saysWhatEachNodeIsAt() {
        Spread spread = spread(
                inSync("slave-1"),
                node("slave-2", NodeStatus.PENDING, 4, Optional.empty()),
                node("slave-3", NodeStatus.PENDING, 0, Optional.empty()),
                node("slave-4", NodeStatus.OFFLINE, 4, Optional.empty()));

        assertThat(spread.style()).isEqualTo("info");
        assertThat(spread.headline()).isEqualTo("Revision 5 is enforced on 1 of 4 nodes.");
        assertThat(spread.nodes())
                .extracting(Spread.Progress::words)
                .containsExactly(
                        "in sync", "still at revision 4", "still at no policy", "is offline; gets it when it returns");
    }

    @Test
    void saysWhyANodeRefused() {
        NodeState.Rejection rejection = new NodeState.Rejection(new Revision(1, 5), "rules[2]", "Too new.");

        Spread spread = spread(inSync("slave-1"), node("slave-2", NodeStatus.REJECTED, 4, Optional.of(rejection)));

        assertThat(spread.style()).isEqualTo("bad");
        assertThat(spread.nodes().get(1).words()).isEqualTo("refused it: rules[2]: Too new.");
    }

    @Test
    void countsNoNodeAsDoneWhenNoneHasReported() {
        assertThat(spread().style()).isEqualTo("info");
        assertThat(spread().headline()).contains("No slave has reported yet");
    }

    @Test
    void givesWayToANewerRevision() {
        Spread spread = Spread.of(FIFTH, published(6), List.of(inSync("slave-1")));

        assertThat(spread.headline()).isEqualTo("Revision 5 was followed by revision 6.");
        assertThat(spread.nodes()).isEmpty();
    }

    @Test
    void saysWhoIsNotInTheCanary() {
        Node outside = node("slave-2", NodeStatus.IN_SYNC, 1, Optional.empty());

        Spread spread = Spread.of(FIFTH, FIFTH, List.of(aimed(inSync("slave-1")), outside));

        assertThat(spread.headline()).isEqualTo("Revision 5 is enforced on 1 of 2 nodes.");
        assertThat(spread.nodes().get(1).words()).isEqualTo("is not in the canary; keeps revision 1");
    }

    private static Spread spread(Node... nodes) {
        return Spread.of(
                FIFTH, FIFTH, Arrays.stream(nodes).map(SpreadTest::aimed).toList());
    }

    /** The same node, which should enforce revision 5. */
    private static Node aimed(Node node) {
        return new Node(
                node.status(),
                node.warnings(),
                node.heardAt(),
                node.member(),
                FIFTH.revision(),
                node.lag(),
                node.rates(),
                node.state());
    }

    private static Node inSync(String id) {
        return node(id, NodeStatus.IN_SYNC, 5, Optional.empty());
    }

    private static PublishedPolicy published(long number) {
        PolicyBundle bundle = new PolicyBundle(List.of(), List.of(), List.of(), new Action.Allow());
        return new PublishedPolicy(new Revision(1, number), "hash", bundle, Instant.EPOCH, "admin", "");
    }
}
