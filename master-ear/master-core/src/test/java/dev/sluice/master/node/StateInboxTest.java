package dev.sluice.master.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.MessageCodec;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.live.Changes;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.policy.Policies;
import dev.sluice.master.push.PolicyPush;
import dev.sluice.master.push.TestPush;
import dev.sluice.policy.model.Revision;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StateInboxTest {
    private final TestDatabase database = TestDatabase.create();
    private final Lease lease = TestLease.held(database.jdbc());
    private final Changes changes = new Changes();
    private final Policies policies = new Policies(database.jpa(), lease, changes, Clock.systemUTC());
    private final Nodes nodes = new Nodes(new NodeRows(database.jdbc(), lease), policies, changes, Clock.systemUTC());
    private final List<String> caughtUp = new ArrayList<>();
    private final PolicyPush push = TestPush.to(policies, caughtUp::add);
    private final StateInbox inbox = new StateInbox(nodes, push);

    StateInboxTest() {
        policies.start();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void takesAStateAndHasTheNodeCatchUp() {
        inbox.take("n1", state("n1", 1));
        assertThat(nodes.find("n1")).isPresent();
        assertThat(caughtUp).containsExactly("n1");
    }

    @Test
    void sendsNothingForAnOldState() {
        inbox.take("n1", state("n1", 2));
        inbox.take("n1", state("n1", 1));
        assertThat(caughtUp).hasSize(1);
    }

    @Test
    void refusesAStateThatAnotherNodeSent() {
        inbox.take("n2", state("n1", 1));
        inbox.take("", state("n1", 1));
        assertThat(nodes.all()).isEmpty();
        assertThat(inbox.refused()).isEqualTo(2);
    }

    @Test
    void refusesWhatIsNoState() {
        inbox.take("n1", "");
        inbox.take("n1", "{\"v\": 1}");
        assertThat(inbox.refused()).isEqualTo(2);
    }

    private static String state(String node, long sequence) {
        return MessageCodec.write(States.state(node, 1, sequence, Revision.NONE, ""));
    }
}
