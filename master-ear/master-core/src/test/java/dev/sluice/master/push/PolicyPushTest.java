package dev.sluice.master.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.NodeState;
import dev.sluice.jms.PolicyMessage;
import dev.sluice.master.Hand;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.live.Changes;
import dev.sluice.master.node.States;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.policy.Policies;
import dev.sluice.policy.model.Revision;
import jakarta.jms.JMSRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PolicyPushTest {
    private final TestDatabase database = TestDatabase.create();
    private final Lease lease = TestLease.held(database.jdbc());
    private final Hand clock = new Hand(Instant.parse("2026-01-01T00:00:00Z"));
    private final Policies policies = new Policies(database.jpa(), lease, new Changes(), clock);
    private final List<String> sent = new ArrayList<>();
    private boolean brokerAway;
    private final PolicyPush push = new PolicyPush(policies, this::send, clock);

    @BeforeEach
    void start() {
        policies.start();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void send(PolicyMessage message, Optional<String> node) {
        if (brokerAway) {
            throw new JMSRuntimeException("away");
        }
        assertThat(message.hash()).isEqualTo(policies.head().hash());
        sent.add(message.revision() + " to " + node.orElse("all"));
    }

    @Test
    void sendsEachRevisionToAllOnce() throws Exception {
        push.sweep();
        push.sweep();
        policies.publish(policies.draft().version(), "", "ann");
        push.sweep();
        assertThat(sent).containsExactly("1.1 to all", "1.2 to all");
    }

    @Test
    void sendsTheHeadWhenTheBrokerIsBack() throws Exception {
        brokerAway = true;
        push.sweep();
        policies.publish(policies.draft().version(), "", "ann");
        push.sweep();
        brokerAway = false;
        push.sweep();
        assertThat(sent).containsExactly("1.2 to all");
    }

    @Test
    void sendsTheHeadToANodeThatIsBehind() {
        push.catchUp(at("n1", Revision.NONE));
        push.catchUp(at("n2", Revision.NONE));
        assertThat(sent).containsExactly("1.1 to n1", "1.1 to n2");
    }

    @Test
    void leavesANodeAloneThatHasTheHeadOrSomethingNewer() {
        push.catchUp(at("n1", new Revision(1, 1)));
        push.catchUp(at("n1", new Revision(2, 1)));
        assertThat(sent).isEmpty();
    }

    @Test
    void leavesANodeAloneThatRefusedTheHeadUntilThereIsAnother() throws Exception {
        NodeState refusing = States.rejecting(at("n1", Revision.NONE), new Revision(1, 1));
        push.catchUp(refusing);
        assertThat(sent).isEmpty();
        policies.publish(policies.draft().version(), "", "ann");
        push.catchUp(refusing);
        assertThat(sent).containsExactly("1.2 to n1");
    }

    @Test
    void givesANodeTwoSecondsBeforeItSendsAgain() {
        push.catchUp(at("n1", Revision.NONE));
        clock.move(Duration.ofMillis(1_900));
        push.catchUp(at("n1", Revision.NONE));
        assertThat(sent).hasSize(1);
        clock.move(Duration.ofMillis(200));
        push.catchUp(at("n1", Revision.NONE));
        assertThat(sent).hasSize(2);
    }

    @Test
    void givesANodeTimeToTakeWhatWentToAll() {
        push.sweep();
        push.catchUp(at("n1", Revision.NONE));
        assertThat(sent).containsExactly("1.1 to all");
        clock.move(Duration.ofSeconds(3));
        push.catchUp(at("n1", Revision.NONE));
        assertThat(sent).containsExactly("1.1 to all", "1.1 to n1");
    }

    private static NodeState at(String node, Revision active) {
        return States.state(node, 1, 1, active, "");
    }
}
