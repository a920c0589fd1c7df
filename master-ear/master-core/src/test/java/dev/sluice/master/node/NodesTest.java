package dev.sluice.master.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.jms.NodeState;
import dev.sluice.jms.NodeState.ClockReading;
import dev.sluice.jms.NodeState.Service;
import dev.sluice.jms.NodeState.Traffic;
import dev.sluice.jms.Protocol;
import dev.sluice.master.live.Changes;
import dev.sluice.master.persistence.DatabaseException;
import dev.sluice.master.policy.Lists;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.policy.model.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodesTest {
    private final Rig rig = new Rig();
    private final Nodes nodes = rig.nodes;

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void listsNodesById() {
        rig.hear(behind("b", 1, 1));
        rig.hear(behind("a", 1, 1));
        assertThat(nodes.all()).extracting(Node::id).containsExactly("a", "b");
        assertThat(nodes.find("a")).map(Node::heardAt).contains(rig.clock.instant());
        assertThat(nodes.find("c")).isEmpty();
    }

    @Test
    void callsANodeInSyncOnlyWithTheHeadAndItsHash() {
        PublishedPolicy head = rig.policies.head();
        rig.hear(States.state("a", 1, 1, head.revision(), head.hash()));
        rig.hear(States.state("b", 1, 1, head.revision(), "another"));
        rig.hear(States.state("c", 1, 1, Revision.NONE, ""));
        assertThat(nodes.all())
                .extracting(Node::status)
                .containsExactly(NodeStatus.IN_SYNC, NodeStatus.STALE, NodeStatus.PENDING);
    }

    @Test
    void callsANodePendingAsSoonAsThereIsANewHead() throws Exception {
        rig.hear(rig.atHead("a", 1));
        rig.publish();
        assertThat(status("a")).isEqualTo(NodeStatus.PENDING);
        assertThat(rig.node("a").target()).isEqualTo(new Revision(1, 2));
    }

    @Test
    void callsANodeStaleTenSecondsAfterItWasSentTheHead() throws Exception {
        rig.hear(rig.atHead("a", 1));
        NodeState old = rig.atHead("a", 2);
        rig.publish();
        rig.pass(Duration.ofSeconds(10), old);
        assertThat(status("a")).isEqualTo(NodeStatus.PENDING);
        rig.clock.move(Duration.ofMillis(1));
        assertThat(status("a")).isEqualTo(NodeStatus.STALE);
        assertThat(rig.node("a").lag()).isEqualTo(Duration.ofMillis(10_001));
    }

    @Test
    void givesANodeThatReturnsTheSameTime() throws Exception {
        rig.publish();
        rig.clock.move(Duration.ofHours(1));
        rig.hear(behind("a", 1, 1));
        assertThat(status("a")).isEqualTo(NodeStatus.PENDING);
        rig.pass(Duration.ofSeconds(8), behind("a", 1, 2));
        assertThat(status("a")).isEqualTo(NodeStatus.PENDING);
        rig.pass(Duration.ofSeconds(3), behind("a", 1, 3));
        assertThat(status("a")).isEqualTo(NodeStatus.STALE);
    }

    @Test
    void callsNoNodeStaleForAPolicyThatWasNotSent() throws Exception {
        rig.hear(rig.atHead("a", 1));
        NodeState old = rig.atHead("a", 2);
        rig.outbox.brokerAway = true;
        rig.publish();
        rig.pass(Duration.ofSeconds(14), old);
        assertThat(status("a")).isEqualTo(NodeStatus.PENDING);
    }

    @Test
    void callsANodeRejectedWhileItRefusesTheHead() throws Exception {
        rig.hear(States.rejecting(behind("a", 1, 1), rig.policies.head().revision()));
        assertThat(status("a")).isEqualTo(NodeStatus.REJECTED);
        rig.publish();
        assertThat(status("a")).isEqualTo(NodeStatus.PENDING);
    }

    @Test
    void callsANodeOfflineAfterThreeHeartbeats() {
        rig.hear(behind("a", 1, 1));
        rig.clock.move(Duration.ofSeconds(15));
        assertThat(status("a")).isEqualTo(NodeStatus.PENDING);
        rig.clock.move(Duration.ofMillis(1));
        assertThat(status("a")).isEqualTo(NodeStatus.OFFLINE);
    }

    @Test
    void callsANodeIncompatibleWhoseProtocolItDoesNotSpeak() {
        rig.hear(States.speaking(rig.atHead("a", 1), new Protocol(4, 5)));
        rig.hear(States.speaking(rig.atHead("b", 1), new Protocol(2, 4)));
        assertThat(nodes.all()).extracting(Node::status).containsExactly(NodeStatus.INCOMPATIBLE, NodeStatus.IN_SYNC);
        assertThat(rig.node("a").incompatibility())
                .isEqualTo(
                        "It speaks version 4-5 of the protocol, the master 1-3; install the master's version on it.");
    }

    @Test
    void callsANodeIncompatibleThatWouldMisunderstandWhatItShouldEnforceAndSaysWhy() throws Exception {
        rig.hear(States.speaking(rig.atHead("a", 1), Protocol.FIRST));
        assertThat(status("a")).isEqualTo(NodeStatus.IN_SYNC);
        assertThat(rig.node("a").incompatibility()).isEmpty();
        NodeState old = States.speaking(rig.atHead("a", 2), Protocol.FIRST);
        rig.publish(Lists.forGroup("branch"));
        rig.hear(old);
        assertThat(status("a")).isEqualTo(NodeStatus.INCOMPATIBLE);
        assertThat(rig.node("a").incompatibility())
                .isEqualTo(
                        "It speaks version 1 of the protocol, which revision 1.2 is too new for, and keeps what it has;"
                                + " install the master's version on it.");
        rig.publish(Lists.blocking(Lists.category("ads", 2_000)));
        assertThat(status("a")).isEqualTo(NodeStatus.PENDING);
    }

    @Test
    void tellsNodesThatAreDrained() {
        rig.hear(States.busy(rig.atHead("a", 1), Service.DRAINING, 0, Traffic.NONE));
        rig.hear(States.busy(rig.atHead("b", 1), Service.DRAINED, 0, Traffic.NONE));
        assertThat(nodes.all()).extracting(Node::status).containsExactly(NodeStatus.DRAINING, NodeStatus.DRAINED);
    }

    @Test
    void warnsOfWhatIsOdd() {
        NodeState fine = rig.atHead("a", 1);
        rig.hear(States.odd(
                fine,
                fine.version(),
                Optional.of(rig.clock.instant().plus(Duration.ofDays(30))),
                Optional.of(new ClockReading(Duration.ofSeconds(-30), Duration.ofMillis(4))),
                ""));
        assertThat(rig.node("a").warnings()).isEmpty();
        rig.hear(States.odd(
                rig.atHead("b", 1),
                "0.0.9",
                Optional.of(rig.clock.instant().plus(Duration.ofDays(8))),
                Optional.of(new ClockReading(Duration.ofMillis(-30_001), Duration.ofMillis(4))),
                "The disk is full."));
        assertThat(rig.node("b").warnings()).containsExactlyInAnyOrder(Warning.values());
    }

    @Test
    void derivesRatesFromTheStatesOfTheLastMoments() {
        assertThat(rates("a", 0, new Traffic(0, 0, 0, 0, 0, 0))).isEqualTo(Rates.NONE);
        rig.clock.move(Duration.ofSeconds(5));
        assertThat(rates("a", 500, new Traffic(3, 1, 50, 5, 2_000_000, 400)))
                .isEqualTo(new Rates(100, 10, 1, Duration.ofMillis(5)));
        rig.clock.move(Duration.ofSeconds(5));
        assertThat(rates("a", 500, new Traffic(0, 0, 50, 5, 2_000_000, 400)).exchanges())
                .isEqualTo(50);
        for (int i = 0; i < 3; i++) {
            rig.clock.move(Duration.ofSeconds(5));
            rates("a", 500, new Traffic(0, 0, 50, 5, 2_000_000, 400));
        }
        assertThat(rig.node("a").rates()).isEqualTo(Rates.NONE);
        rig.clock.move(Duration.ofSeconds(16));
        assertThat(rig.node("a").rates()).isEqualTo(Rates.NONE);
    }

    private Rates rates(String node, long exchanges, Traffic traffic) {
        long sequence = nodes.find(node).map(known -> known.state().sequence()).orElse(0L) + 1;
        rig.hear(States.busy(rig.atHead(node, sequence), Service.SERVING, exchanges, traffic));
        return rig.node(node).rates();
    }

    @Test
    void startsRatesAnewWithEachStartOfTheNode() {
        rates("a", 5_000, Traffic.NONE);
        rig.clock.move(Duration.ofSeconds(5));
        rig.hear(States.state("a", 2, 1, Revision.NONE, ""));
        assertThat(rig.node("a").rates()).isEqualTo(Rates.NONE);
    }

    @Test
    void ordersStatesByBootAndSequence() {
        assertThat(rig.hear(behind("a", 2, 5))).isTrue();
        assertThat(rig.hear(behind("a", 2, 5))).isFalse();
        assertThat(rig.hear(behind("a", 2, 4))).isFalse();
        assertThat(rig.hear(behind("a", 1, 9))).isFalse();
        assertThat(rig.hear(behind("a", 2, 6))).isTrue();
        assertThat(rig.hear(behind("a", 3, 1))).isTrue();
    }

    @Test
    void believesANodeThatLostItsCounters() {
        rig.hear(behind("a", 7, 5));
        rig.clock.move(Duration.ofSeconds(16));
        assertThat(rig.hear(behind("a", 1, 1))).isTrue();
        assertThat(rig.node("a").state().boot()).isEqualTo(1);
    }

    @Test
    void listsNodesAfterARestart() {
        rig.hear(behind("a", 1, 1));
        rig.hear(behind("a", 1, 2));
        nodes.write();
        Nodes restarted = rig.nodes();
        restarted.start();
        assertThat(restarted.find("a")).isEqualTo(nodes.find("a"));
    }

    @Test
    void writesWhatItHeardWhileTheDatabaseWasAwayOnceItIsBack() {
        database("ALTER TABLE node_state RENAME TO elsewhere");
        assertThat(rig.hear(behind("a", 1, 1))).isTrue();
        assertThat(nodes.find("a")).isPresent();
        assertThatThrownBy(nodes::write).isInstanceOf(DatabaseException.class);
        database("ALTER TABLE elsewhere RENAME TO node_state");
        nodes.write();
        assertThat(rig.database.texts("SELECT node FROM node_state")).containsExactly("a");
    }

    private void database(String sql) {
        rig.database.execute(sql);
    }

    @Test
    void listsANodeThatJoinedAndWasNotHeardOfYet() {
        rig.members.meet("a", rig.clock.instant());
        assertThat(status("a")).isEqualTo(NodeStatus.PENDING);
        assertThat(rig.node("a").warnings()).isEmpty();
        assertThat(nodes.isLive("a")).isFalse();
        rig.clock.move(Duration.ofSeconds(16));
        assertThat(nodes.all()).extracting(Node::status).containsExactly(NodeStatus.OFFLINE);
        rig.hear(rig.atHead("a", 1));
        assertThat(nodes.all()).extracting(Node::status).containsExactly(NodeStatus.IN_SYNC);
        assertThat(nodes.isLive("a")).isTrue();
    }

    @Test
    void announcesWhatIsNewOnly() {
        List<Changes.Topic> announced = new ArrayList<>();
        rig.changes.subscribe(announced::add);
        rig.hear(behind("a", 1, 1));
        rig.hear(behind("a", 1, 1));
        assertThat(announced).containsExactly(Changes.Topic.NODES);
    }

    private NodeStatus status(String node) {
        return rig.node(node).status();
    }

    private static NodeState behind(String node, long boot, long sequence) {
        return States.state(node, boot, sequence, Revision.NONE, "");
    }
}
