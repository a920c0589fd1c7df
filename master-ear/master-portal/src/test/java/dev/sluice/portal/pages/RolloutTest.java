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
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RolloutTest {
    private static final PublishedPolicy FIFTH = published(5);

    @Test
    void isDoneWhenEveryNodeIsInSync() {
        Rollout rollout = rollout(inSync("slave-1"), inSync("slave-2"));

        assertThat(rollout.style()).isEqualTo("ok");
        assertThat(rollout.headline()).isEqualTo("Revision 5 is enforced on all 2 nodes.");
    }

    @Test
    void saysWhatEachNodeIsAt() {
        Rollout rollout = rollout(
                inSync("slave-1"),
                node("slave-2", NodeStatus.PENDING, 4, Optional.empty()),
                node("slave-3", NodeStatus.PENDING, 0, Optional.empty()),
                node("slave-4", NodeStatus.OFFLINE, 4, Optional.empty()));

        assertThat(rollout.style()).isEqualTo("info");
        assertThat(rollout.headline()).isEqualTo("Revision 5 is enforced on 1 of 4 nodes.");
        assertThat(rollout.nodes())
                .extracting(Rollout.Progress::words)
                .containsExactly(
                        "in sync", "still at revision 4", "still at no policy", "is offline; gets it when it returns");
    }

    @Test
    void saysWhyANodeRefused() {
        NodeState.Rejection rejection = new NodeState.Rejection(new Revision(1, 5), "rules[2]", "Too new.");

        Rollout rollout = rollout(inSync("slave-1"), node("slave-2", NodeStatus.REJECTED, 4, Optional.of(rejection)));

        assertThat(rollout.style()).isEqualTo("bad");
        assertThat(rollout.nodes().get(1).words()).isEqualTo("refused it: rules[2]: Too new.");
    }

    @Test
    void countsNoNodeAsDoneWhenNoneHasReported() {
        assertThat(rollout().style()).isEqualTo("info");
        assertThat(rollout().headline()).contains("No slave has reported yet");
    }

    @Test
    void givesWayToANewerRevision() {
        Rollout rollout = Rollout.of(FIFTH, published(6), List.of(inSync("slave-1")));

        assertThat(rollout.headline()).isEqualTo("Revision 5 was followed by revision 6.");
        assertThat(rollout.nodes()).isEmpty();
    }

    private static Rollout rollout(Node... nodes) {
        return Rollout.of(FIFTH, FIFTH, List.of(nodes));
    }

    private static Node inSync(String id) {
        return node(id, NodeStatus.IN_SYNC, 5, Optional.empty());
    }

    private static PublishedPolicy published(long number) {
        PolicyBundle bundle = new PolicyBundle(List.of(), List.of(), List.of(), new Action.Allow());
        return new PublishedPolicy(new Revision(1, number), "hash", bundle, Instant.EPOCH, "admin", "");
    }
}
