package dev.sluice.master.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.NodeState;
import dev.sluice.master.Hand;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.live.Changes;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.policy.Policies;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.policy.model.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodesTest {
    private final TestDatabase database = TestDatabase.create();
    private final Lease lease = TestLease.held(database.jdbc());
    private final Hand clock = new Hand(Instant.parse("2026-01-01T00:00:00Z"));
    private final Changes changes = new Changes();
    private final Policies policies = new Policies(database.jpa(), lease, changes, clock);
    private final Nodes nodes = nodes();

    @BeforeEach
    void start() {
        policies.start();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Nodes nodes() {
        return new Nodes(new NodeRows(database.jdbc(), lease), policies, changes, clock);
    }

    @Test
    void listsNodesById() {
        nodes.hear(behind("b", 1, 1));
        nodes.hear(behind("a", 1, 1));
        assertThat(nodes.all()).extracting(Node::id).containsExactly("a", "b");
        assertThat(nodes.find("a")).map(Node::heardAt).contains(clock.instant());
        assertThat(nodes.find("c")).isEmpty();
    }

    @Test
    void callsANodeInSyncOnlyWithTheHeadAndItsHash() {
        PublishedPolicy head = policies.head();
        nodes.hear(States.state("a", 1, 1, head.revision(), head.hash()));
        nodes.hear(States.state("b", 1, 1, head.revision(), "another"));
        nodes.hear(States.state("c", 1, 1, Revision.NONE, ""));
        assertThat(nodes.all())
                .extracting(Node::status)
                .containsExactly(NodeStatus.IN_SYNC, NodeStatus.PENDING, NodeStatus.PENDING);
    }

    @Test
    void callsANodePendingAsSoonAsThereIsANewHead() throws Exception {
        PublishedPolicy head = policies.head();
        nodes.hear(States.state("a", 1, 1, head.revision(), head.hash()));
        policies.publish(policies.draft().version(), "", "ann");
        assertThat(status("a")).isEqualTo(NodeStatus.PENDING);
    }

    @Test
    void callsANodeRejectedWhileItRefusesTheHead() throws Exception {
        nodes.hear(States.rejecting(behind("a", 1, 1), policies.head().revision()));
        assertThat(status("a")).isEqualTo(NodeStatus.REJECTED);
        policies.publish(policies.draft().version(), "", "ann");
        assertThat(status("a")).isEqualTo(NodeStatus.PENDING);
    }

    @Test
    void callsANodeOfflineAfterThreeHeartbeats() {
        nodes.hear(behind("a", 1, 1));
        clock.move(Duration.ofSeconds(15));
        assertThat(status("a")).isEqualTo(NodeStatus.PENDING);
        clock.move(Duration.ofMillis(1));
        assertThat(status("a")).isEqualTo(NodeStatus.OFFLINE);
    }

    @Test
    void ordersStatesByBootAndSequence() {
        assertThat(nodes.hear(behind("a", 2, 5))).isTrue();
        assertThat(nodes.hear(behind("a", 2, 5))).isFalse();
        assertThat(nodes.hear(behind("a", 2, 4))).isFalse();
        assertThat(nodes.hear(behind("a", 1, 9))).isFalse();
        assertThat(nodes.hear(behind("a", 2, 6))).isTrue();
        assertThat(nodes.hear(behind("a", 3, 1))).isTrue();
    }

    @Test
    void believesANodeThatLostItsCounters() {
        nodes.hear(behind("a", 7, 5));
        clock.move(Duration.ofSeconds(16));
        assertThat(nodes.hear(behind("a", 1, 1))).isTrue();
        assertThat(nodes.find("a").orElseThrow().state().boot()).isEqualTo(1);
    }

    @Test
    void listsNodesAfterARestart() {
        nodes.hear(behind("a", 1, 1));
        nodes.hear(behind("a", 1, 2));
        Nodes restarted = nodes();
        restarted.start();
        assertThat(restarted.find("a")).isEqualTo(nodes.find("a"));
    }

    @Test
    void showsWhatItHearsWhileTheDatabaseIsAway() {
        database.execute("ALTER TABLE node_state RENAME TO elsewhere");
        assertThat(nodes.hear(behind("a", 1, 1))).isTrue();
        assertThat(nodes.find("a")).isPresent();
    }

    @Test
    void announcesWhatIsNewOnly() {
        List<Changes.Topic> announced = new ArrayList<>();
        changes.subscribe(announced::add);
        nodes.hear(behind("a", 1, 1));
        nodes.hear(behind("a", 1, 1));
        assertThat(announced).containsExactly(Changes.Topic.NODES);
    }

    private NodeStatus status(String node) {
        return nodes.find(node).orElseThrow().status();
    }

    private static NodeState behind(String node, long boot, long sequence) {
        return States.state(node, boot, sequence, Revision.NONE, "");
    }
}
