package dev.sluice.master.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.HeadMessage;
import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.NodeState;
import dev.sluice.master.lease.TestLease;
import dev.sluice.policy.model.Revision;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StateInboxTest {
    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void takesAStateAnswersItAndHasTheNodeCatchUp() {
        rig.take(state("n1", 3));
        assertThat(rig.nodes.find("n1")).isPresent();
        assertThat(rig.outbox.heads())
                .containsExactly(new HeadMessage(
                        "n1",
                        1,
                        new Revision(1, 1),
                        rig.policies.head().hash(),
                        "",
                        1,
                        3,
                        Instant.EPOCH,
                        rig.clock.instant(),
                        rig.clock.instant()));
        assertThat(rig.outbox.policies()).containsExactly("1.1 to n1");
    }

    @Test
    void answersANodeThatRefusedTheHeadWithoutSendingItAgain() {
        rig.take(States.rejecting(state("n1", 1), new Revision(1, 1)));
        assertThat(rig.outbox.heads()).hasSize(1);
        assertThat(rig.outbox.policies()).isEmpty();
    }

    @Test
    void sendsNothingForAnOldState() {
        rig.take(state("n1", 2));
        rig.take(state("n1", 1));
        assertThat(rig.outbox.policies()).hasSize(1);
        assertThat(rig.outbox.heads()).hasSize(1);
    }

    @Test
    void takesStatesWhileTheBrokerTakesNoAnswers() {
        rig.outbox.brokerAway = true;
        rig.take(state("n1", 1));
        assertThat(rig.nodes.find("n1")).isPresent();
    }

    @Test
    void refusesAStateThatAnotherNodeSent() {
        rig.inbox.take("n2", MessageCodec.write(state("n1", 1)));
        rig.inbox.take("", MessageCodec.write(state("n1", 1)));
        assertThat(rig.nodes.all()).isEmpty();
        assertThat(rig.inbox.refused()).isEqualTo(2);
    }

    @Test
    void refusesAStateOfANodeThatWasRemoved() {
        rig.members.meet("n1", rig.clock.instant());
        rig.database.jdbc().run(connection -> rig.members.remove(connection, "n1", rig.clock.instant()));
        rig.members.refresh("n1");
        rig.take(state("n1", 1));
        assertThat(rig.node("n1").status()).isEqualTo(NodeStatus.REMOVED);
        assertThat(rig.node("n1").state().boot()).as("nothing was heard of it").isZero();
        assertThat(rig.outbox.heads()).isEmpty();
        assertThat(rig.inbox.refused()).isEqualTo(1);
    }

    @Test
    void refusesWhatIsNoState() {
        rig.inbox.take("n1", "");
        rig.inbox.take("n1", "{\"v\": 1}");
        assertThat(rig.inbox.refused()).isEqualTo(2);
    }

    @Test
    void tellsTheGroupOfTheNode() {
        rig.take(state("n1", 1));
        rig.watch.look();
        assertThat(rig.grouping.put("n1", "branch", "ann")).isTrue();
        assertThat(rig.grouping.put("n9", "branch", "ann")).isFalse();
        assertThat(rig.outbox.heads()).extracting(HeadMessage::group).containsExactly("", "branch");
        assertThat(rig.node("n1").member().group()).isEqualTo("branch");
        rig.take(state("n1", 2));
        assertThat(rig.outbox.heads().get(2).group()).isEqualTo("branch");
    }

    @Test
    void publishesAgainAboveANodeThatIsAheadOfARestoredDatabase() {
        rig.take(States.state("n1", 1, 1, new Revision(4, 17), "of another time"));
        assertThat(rig.policies.head().revision()).isEqualTo(new Revision(5, 2));
        assertThat(rig.policies.head().comment()).contains("n1", "4.17");
        assertThat(rig.policies.head().bundle())
                .isEqualTo(rig.policies.revision(1).orElseThrow().bundle());
        assertThat(rig.outbox.heads()).extracting(HeadMessage::epoch).containsExactly(5L);
        assertThat(rig.outbox.heads()).extracting(HeadMessage::head).containsExactly(new Revision(5, 2));
        assertThat(rig.outbox.policies()).containsExactly("5.2 to n1");
        assertThat(rig.history.of("n1", 10)).hasSize(1);
    }

    @Test
    void publishesAgainWhenANodeHasAnotherPolicyOfTheSameNumber() {
        rig.take(States.state("n1", 1, 1, new Revision(1, 1), "of another time"));
        assertThat(rig.policies.head().revision()).isEqualTo(new Revision(2, 2));
        assertThat(rig.outbox.policies()).containsExactly("2.2 to n1");
    }

    @Test
    void publishesNothingAgainForANodeThatHasAnotherPolicyOnceMore() {
        rig.take(States.state("n1", 1, 1, new Revision(1, 1), "of another time"));
        rig.clock.move(Duration.ofMinutes(1));
        rig.take(States.state("n1", 1, 2, new Revision(2, 2), "broken"));
        assertThat(rig.policies.head().revision()).isEqualTo(new Revision(2, 2));
    }

    @Test
    void raisesTheEpochAboveTheOneThatANodeHasSeen() throws Exception {
        NodeState state = States.knowing(rig.atHead("n1", 1), 9);
        rig.take(state);
        assertThat(rig.lease.epoch()).isEqualTo(10);
        assertThat(rig.outbox.heads()).extracting(HeadMessage::epoch).containsExactly(10L);
        assertThat(rig.policies.head().revision()).isEqualTo(new Revision(1, 1));
        rig.publish();
        assertThat(rig.policies.head().revision()).isEqualTo(new Revision(10, 2));
    }

    @Test
    void doesNotRaceWithANodeThatAlwaysClaimsMore() {
        rig.take(States.state("n1", 1, 1, new Revision(4, 1), ""));
        rig.take(States.state("n1", 1, 2, new Revision(8, 1), ""));
        assertThat(rig.policies.head().revision()).isEqualTo(new Revision(5, 2));
        rig.clock.move(Duration.ofSeconds(11));
        rig.take(States.state("n1", 1, 3, new Revision(8, 1), ""));
        assertThat(rig.policies.head().revision()).isEqualTo(new Revision(9, 3));
    }

    @Test
    void doesNotBelieveAnEpochThatCannotBe() {
        rig.take(States.state("n1", 1, 1, new Revision(Long.MAX_VALUE, 1), ""));
        rig.take(States.knowing(rig.atHead("n2", 1), 2_000_000));
        assertThat(rig.policies.head().revision()).isEqualTo(new Revision(1, 1));
        assertThat(rig.lease.epoch()).isEqualTo(1);
    }

    @Test
    void leavesANodeThatIsAheadToTheActiveMaster() {
        TestLease.takenFrom(rig.lease, rig.database.jdbc());
        rig.take(States.state("n1", 1, 1, new Revision(4, 17), ""));
        assertThat(rig.policies.refreshHead().revision()).isEqualTo(new Revision(1, 1));
    }

    private static NodeState state(String node, long sequence) {
        return States.state(node, 1, sequence, Revision.NONE, "");
    }
}
