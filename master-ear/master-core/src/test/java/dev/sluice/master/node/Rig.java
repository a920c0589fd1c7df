package dev.sluice.master.node;

import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.NodeState;
import dev.sluice.master.Hand;
import dev.sluice.master.config.TestConfig;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.live.Changes;
import dev.sluice.master.member.History;
import dev.sluice.master.member.Members;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.policy.Policies;
import dev.sluice.master.policy.StaleDraftException;
import dev.sluice.master.push.PolicyPush;
import dev.sluice.master.push.TestOutbox;
import dev.sluice.master.push.TestPush;
import dev.sluice.master.rollout.Targets;
import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.model.PolicyBundle;
import java.time.Duration;
import java.time.Instant;

/** The room as a whole on a database of its own, with policies that are there and a broker that is not. */
final class Rig implements AutoCloseable {
    final TestDatabase database = TestDatabase.create();
    final Hand clock = new Hand(Instant.parse("2026-01-01T00:00:00Z"));
    final Changes changes = new Changes();
    final Lease lease = TestLease.held(database.jdbc());
    final Policies policies = new Policies(database.jpa(), lease, changes, clock);
    final Targets targets = new Targets(policies, database.jpa());
    final Members members = new Members(database.jdbc(), lease);
    final History history = new History(database.jdbc(), lease, clock);
    final TestOutbox outbox = new TestOutbox();
    final PolicyPush push = TestPush.to(outbox, targets, clock);
    final Nodes nodes = nodes();
    final Answers answers = new Answers(targets, members, lease, outbox, clock);
    final Ahead ahead = new Ahead(policies, targets, lease, history, clock);
    final StateInbox inbox = new StateInbox(nodes, members, ahead, answers, push, clock);
    final NodeWatch watch = new NodeWatch(nodes, history, changes, clock);
    final Commands commands = new Commands(database.jdbc(), nodes, push, outbox, lease, history, clock);
    final Grouping grouping = new Grouping(database.jdbc(), lease, members, history, nodes, answers, changes, clock);

    Rig() {
        policies.start();
    }

    /** The registry of a master that starts now. */
    Nodes nodes() {
        return new Nodes(
                new NodeRows(database.jdbc(), lease), members, targets, push, changes, TestConfig.PLAIN, clock);
    }

    void publish() throws StaleDraftException {
        policies.publish(policies.draft().version(), "", "ann");
        push.sweep();
    }

    void publish(PolicyBundle bundle) throws StaleDraftException, InvalidPolicyException {
        policies.save(policies.draft().version(), bundle, "ann");
        publish();
    }

    boolean hear(NodeState state) {
        return nodes.hear(state, clock.instant()).isPresent();
    }

    /** As the node itself would send it. */
    void take(NodeState state) {
        inbox.take(state.node(), MessageCodec.write(state));
    }

    Node node(String id) {
        return nodes.find(id).orElseThrow();
    }

    /** The node at the head, in sync. */
    NodeState atHead(String id, long sequence) {
        return States.state(
                id, 1, sequence, policies.head().revision(), policies.head().hash());
    }

    /** Time passes and the node says the same again, so that it is not offline. */
    void pass(Duration time, NodeState again) {
        clock.move(time);
        hear(again);
    }

    @Override
    public void close() {
        database.close();
    }
}
