package dev.sluice.master.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.HeadMessage;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.master.rollout.Canary;
import dev.sluice.master.rollout.Limits;
import dev.sluice.master.rollout.Plan;
import dev.sluice.master.rollout.Rollout;
import dev.sluice.master.rollout.Rollouts;
import dev.sluice.policy.model.Revision;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A revision that goes to node a first, while b keeps what it has. */
class CanaryNodesTest {
    private final Rig rig = new Rig();
    private final Rollouts rollouts = new Rollouts(
            rig.policies, rig.targets, new NodeFleet(rig.nodes), rig.database.jpa(), rig.lease, rig.changes, rig.clock);
    private PublishedPolicy base;
    private PublishedPolicy next;

    @BeforeEach
    void publish() throws Exception {
        base = rig.policies.head();
        rig.take(rig.atHead("a", 1));
        rig.take(rig.atHead("b", 1));
        rig.outbox.sent.clear();
        Plan plan = new Plan(new Canary("1"), Duration.ofSeconds(5), Limits.NONE);
        next = rollouts.publish(Optional.empty(), "", "ann", Optional.of(plan));
        rig.push.sweep();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void tellsEachNodeItsOwnTarget() {
        rig.take(States.state("a", 1, 2, base.revision(), base.hash()));
        rig.take(States.state("b", 1, 2, base.revision(), base.hash()));
        assertThat(rig.outbox.policies()).containsExactly(next.revision() + " to a");
        assertThat(rig.outbox.heads()).extracting(HeadMessage::node).containsExactly("a", "b");
        assertThat(rig.outbox.heads()).extracting(HeadMessage::head).containsExactly(next.revision(), base.revision());
    }

    @Test
    void measuresEachNodeByItsOwnTarget() {
        assertThat(rig.node("a").status()).isEqualTo(NodeStatus.PENDING);
        assertThat(rig.node("a").target()).isEqualTo(next.revision());
        assertThat(rig.node("b").status()).isEqualTo(NodeStatus.IN_SYNC);
        rig.pass(Duration.ofSeconds(11), States.state("a", 1, 2, base.revision(), base.hash()));
        assertThat(rig.node("a").status()).isEqualTo(NodeStatus.STALE);
    }

    @Test
    void givesWhatTheOthersKeepToANodeThatComesInBetween() {
        rig.outbox.sent.clear();
        rig.clock.move(Duration.ofSeconds(2));
        rig.take(States.state("c", 1, 1, Revision.NONE, ""));
        assertThat(rig.outbox.policies()).containsExactly(base.revision() + " to c");
    }

    @Test
    void goesToAllOnceTheCanaryHeld() {
        rig.take(rig.atHead("a", 2));
        rollouts.step();
        assertThat(rollouts.current()).map(Rollout::state).contains(Rollout.State.HOLD);
        rig.clock.move(Duration.ofSeconds(5));
        rig.take(rig.atHead("a", 3));
        rollouts.step();
        assertThat(rollouts.current()).map(Rollout::state).contains(Rollout.State.DONE);
        rig.push.sweep();
        assertThat(rig.outbox.policies()).containsExactly(next.revision() + " to a", next.revision() + " to all");
        assertThat(List.of(rig.node("a").status(), rig.node("b").status()))
                .containsExactly(NodeStatus.IN_SYNC, NodeStatus.PENDING);
    }

    @Test
    void publishesWhatTheOthersKeepWhenANodeKnowsMoreThanTheDatabase() {
        rig.take(States.state("b", 1, 2, new Revision(9, 9), "unknown"));
        assertThat(rig.policies.head().revision().epoch()).isEqualTo(10);
        assertThat(rig.policies
                        .revision(rig.policies.head().revision().number())
                        .orElseThrow()
                        .hash())
                .isEqualTo(base.hash());
        assertThat(rig.targets.of("a").revision()).isEqualTo(rig.policies.head().revision());
        rollouts.step();
        assertThat(rollouts.current()).map(Rollout::state).contains(Rollout.State.ABORTED);
    }
}
