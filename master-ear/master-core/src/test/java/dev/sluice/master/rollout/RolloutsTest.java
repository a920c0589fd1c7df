package dev.sluice.master.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.jms.NodeState;
import dev.sluice.jms.NodeState.Traffic;
import dev.sluice.jms.Protocol;
import dev.sluice.master.Hand;
import dev.sluice.master.audit.Told;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.LeaseLostException;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.live.Changes;
import dev.sluice.master.node.States;
import dev.sluice.master.persistence.DatabaseException;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.policy.Lists;
import dev.sluice.master.policy.Policies;
import dev.sluice.master.policy.PublishedPolicy;
import dev.sluice.master.push.PolicyPush;
import dev.sluice.master.push.TestOutbox;
import dev.sluice.master.push.TestPush;
import dev.sluice.master.rollout.Progress.Stage;
import dev.sluice.master.rollout.Rollout.State;
import dev.sluice.policy.model.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three nodes a, b and c that enforce what they are sent, or not, as a test says. */
class RolloutsTest {
    private final TestDatabase database = TestDatabase.create();
    private final Lease lease = TestLease.held(database.jdbc());
    private final Hand clock = new Hand(Instant.parse("2026-01-01T00:00:00Z"));
    private final Changes changes = new Changes();
    private final Policies policies = new Policies(database.jpa(), lease, changes, clock);
    private final Map<String, Seen> fleet = new TreeMap<>();
    private final TestOutbox outbox = new TestOutbox();
    private Targets targets = new Targets(policies, database.jpa());
    private Rollouts rollouts = rollouts(policies, targets);
    private PolicyPush push = TestPush.to(outbox, targets, clock);
    private int domains = 1;

    private Rollouts rollouts(Policies of, Targets by) {
        return new Rollouts(of, by, () -> List.copyOf(fleet.values()), database.jpa(), lease, changes, clock);
    }

    @BeforeEach
    void start() {
        policies.start();
        List.of("a", "b", "c").forEach(node -> enforce(node, policies.head()));
        push.sweep();
        outbox.sent.clear();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private PublishedPolicy publish(String canary) throws Exception {
        return publish(Optional.of(plan(canary, Limits.NONE)));
    }

    private PublishedPolicy publish(Optional<Plan> plan) throws Exception {
        long version = policies.draft().version();
        policies.save(version, Lists.blocking(Lists.category("ads", domains++)), "ann");
        PublishedPolicy published = rollouts.publish(Optional.of(version + 1), "why", "ann", plan);
        push.sweep();
        return published;
    }

    private static Plan plan(String canary, Limits limits) {
        return new Plan(new Canary(canary), Duration.ofSeconds(30), limits);
    }

    private void enforce(String node, PublishedPolicy policy) {
        hear(Fleets.at(node, policy.revision(), policy.hash()));
    }

    private void hear(NodeState state) {
        fleet.put(state.node(), Fleets.online(state.node(), "", clock.instant(), state));
    }

    private void pass(Duration time) {
        clock.move(time);
        fleet.replaceAll((id, node) -> new Seen(id, node.group(), node.online(), clock.instant(), node.state()));
        rollouts.step();
        push.sweep();
    }

    private State state() {
        return rollouts.current().orElseThrow().state();
    }

    private List<Revision> targets() {
        return List.of("a", "b", "c").stream()
                .map(node -> targets.of(node).revision())
                .toList();
    }

    private static Revision revision(long number) {
        return new Revision(1, number);
    }

    @Test
    void givesARevisionToTheCanaryFirstAndToAllAfterTheHold() throws Exception {
        PublishedPolicy next = publish("1");
        assertThat(state()).isEqualTo(State.CANARY);
        assertThat(targets()).containsExactly(revision(2), revision(1), revision(1));
        assertThat(outbox.policies()).containsExactly("1.2 to a");
        pass(Duration.ofSeconds(60));
        assertThat(state()).isEqualTo(State.CANARY);
        assertThat(rollouts.current().orElseThrow().reason()).isEqualTo("Waiting for a.");

        enforce("a", next);
        pass(Duration.ofSeconds(1));
        Rollout held = rollouts.current().orElseThrow();
        assertThat(held.state()).isEqualTo(State.HOLD);
        assertThat(held.reason()).isEmpty();
        assertThat(held.holdUntil()).contains(clock.instant().plusSeconds(30));
        pass(Duration.ofSeconds(29));
        assertThat(targets()).containsExactly(revision(2), revision(1), revision(1));

        pass(Duration.ofSeconds(1));
        assertThat(state()).isEqualTo(State.DONE);
        assertThat(targets()).containsOnly(revision(2));
        assertThat(outbox.policies()).containsExactly("1.2 to a", "1.2 to all");
        pass(Duration.ofSeconds(1));
        assertThat(outbox.policies()).hasSize(2);
    }

    @Test
    void takesBackWhatACanaryRefuses() throws Exception {
        PublishedPolicy base = policies.head();
        publish("1");
        hear(Fleets.refusing(Fleets.at("a", revision(1), base.hash()), revision(2)));
        pass(Duration.ofSeconds(1));

        Rollout rollout = rollouts.current().orElseThrow();
        assertThat(rollout.state()).isEqualTo(State.ROLLED_BACK);
        assertThat(rollout.reason()).isEqualTo("a refused it: rules[0]: too odd");
        assertThat(rollout.back()).contains(3L);
        assertThat(rollout.endedAt()).contains(clock.instant());
        PublishedPolicy back = policies.head();
        assertThat(back.revision()).isEqualTo(revision(3));
        assertThat(back.bundle()).isEqualTo(base.bundle());
        assertThat(back.hash()).isEqualTo(base.hash());
        assertThat(back.publishedBy()).isEqualTo("sluice");
        assertThat(back.comment())
                .isEqualTo("Revision 1.2 is taken back, this is 1.1 again. Why: a refused it: rules[0]: too odd");
        assertThat(policies.draft().changed()).isTrue();
        assertThat(targets()).containsOnly(revision(3));
        assertThat(outbox.policies()).containsExactly("1.2 to a", "1.3 to all");
        pass(Duration.ofSeconds(60));
        assertThat(policies.head()).isEqualTo(back);
    }

    @Test
    void takesBackWhatPassesALimitCountedSinceTheCanaryEnforcesIt() throws Exception {
        Limits limits = new Limits(Optional.of(0.1), Optional.empty(), Optional.empty());
        PublishedPolicy next = publish(Optional.of(plan("nodes:b", limits)));
        NodeState first = Fleets.at("b", next.revision(), next.hash());
        hear(Fleets.with(first, 1, 1_000, new Traffic(0, 0, 0, 900, 0, 0)));
        pass(Duration.ofSeconds(1));
        hear(Fleets.with(first, 1, 1_030, new Traffic(0, 0, 0, 903, 0, 0)));
        pass(Duration.ofSeconds(1));
        assertThat(state()).isEqualTo(State.HOLD);
        assertThat(rollouts.progress(rollouts.current().orElseThrow()))
                .containsExactly(new Progress("b", Stage.ACTIVE, clock.instant(), new Figures(30, 0, 3, 0, 0), ""));

        hear(Fleets.with(first, 1, 1_030, new Traffic(0, 0, 0, 904, 0, 0)));
        pass(Duration.ofSeconds(1));
        assertThat(state()).isEqualTo(State.ROLLED_BACK);
        assertThat(rollouts.current().orElseThrow().reason()).isEqualTo("b failed 4 of 30 exchanges, more than 10 %");
        assertThat(policies.head().revision()).isEqualTo(revision(3));
    }

    @Test
    void goesOnAfterARestartWithAllThatItKnew() throws Exception {
        Limits limits = new Limits(Optional.of(0.1), Optional.of(0.25), Optional.of(70L));
        PublishedPolicy next = publish(Optional.of(plan("1", limits)));
        NodeState first = Fleets.at("a", next.revision(), next.hash());
        hear(Fleets.with(first, 4, 1_000, new Traffic(0, 0, 1, 2, 3, 4)));
        pass(Duration.ofSeconds(1));
        Rollout before = rollouts.current().orElseThrow();
        assertThat(before.canary())
                .isEqualTo(Map.of("a", Optional.of(new Rollout.Start(4, new Figures(1_000, 1, 2, 3, 4)))));
        assertThat(before.plan()).isEqualTo(plan("1", limits));

        Policies restarted = new Policies(database.jpa(), lease, changes, clock);
        targets = new Targets(restarted, database.jpa());
        rollouts = rollouts(restarted, targets);
        push = TestPush.to(outbox, targets, clock);
        push.sweep();
        assertThat(outbox.policies()).as("the canary again, and nobody else").containsExactly("1.2 to a", "1.2 to a");
        assertThat(targets()).containsExactly(revision(2), revision(1), revision(1));
        pass(Duration.ofSeconds(29));
        assertThat(rollouts.current()).contains(before);
        pass(Duration.ofSeconds(1));
        assertThat(state()).isEqualTo(State.DONE);
    }

    @Test
    void letsAPersonPromoteAtOnce() throws Exception {
        publish("1");
        Rollout promoted = rollouts.promote("bob");
        push.sweep();
        assertThat(promoted.state()).isEqualTo(State.DONE);
        assertThat(promoted.reason()).isEqualTo("Promoted by bob.");
        assertThat(targets()).containsOnly(revision(2));
        assertThat(outbox.policies()).containsExactly("1.2 to a", "1.2 to all");
        assertThatThrownBy(() -> rollouts.promote("bob")).isInstanceOf(NoRolloutException.class);
        assertThatThrownBy(() -> rollouts.abort("bob")).isInstanceOf(NoRolloutException.class);
    }

    @Test
    void letsAPersonAbort() throws Exception {
        PublishedPolicy base = policies.head();
        publish("1");
        Rollout aborted = rollouts.abort("bob");
        assertThat(aborted.state()).isEqualTo(State.ABORTED);
        assertThat(aborted.reason()).isEqualTo("Aborted by bob.");
        assertThat(aborted.back()).contains(3L);
        assertThat(policies.head().bundle()).isEqualTo(base.bundle());
        assertThat(policies.head().publishedBy()).isEqualTo("bob");
        assertThat(targets()).containsOnly(revision(3));
    }

    @Test
    void isSupersededByWhatIsPublishedForAll() throws Exception {
        publish("1");
        publish(Optional.empty());
        assertThat(state()).isEqualTo(State.ABORTED);
        assertThat(rollouts.current().orElseThrow().reason()).isEqualTo("Revision 1.3 was published.");
        assertThat(targets()).containsOnly(revision(3));
        assertThat(outbox.policies()).containsExactly("1.2 to a", "1.3 to all");
    }

    @Test
    void isSupersededByWhateverElseRaisesTheHead() throws Exception {
        publish("1");
        policies.publishAgain(1, 7, "the nodes know more");
        assertThat(targets()).containsOnly(new Revision(8, 3));
        pass(Duration.ofSeconds(1));
        assertThat(state()).isEqualTo(State.ABORTED);
    }

    /** Back they cannot go, so they go on. */
    @Test
    void takesTheNodesThatAreAheadIntoTheNextCanaryAndGoesBackToWhatTheOthersHave() throws Exception {
        PublishedPolicy base = policies.head();
        enforce("a", publish("1"));
        pass(Duration.ofSeconds(1));
        publish("nodes:c");
        assertThat(rollouts.history(5)).extracting(Rollout::state).containsExactly(State.CANARY, State.ABORTED);
        assertThat(targets()).containsExactly(revision(3), revision(1), revision(3));
        hear(Fleets.refusing(Fleets.at("c", revision(1), base.hash()), revision(3)));
        pass(Duration.ofSeconds(1));
        assertThat(policies.head().revision()).isEqualTo(revision(4));
        assertThat(policies.head().bundle()).isEqualTo(base.bundle());
    }

    @Test
    void goesBackToWhatIsForAllAfterASupersededRollout() throws Exception {
        publish("1");
        PublishedPolicy forAll = policies.publish(policies.draft().version(), "", "ann");
        publish("1");
        assertThat(targets()).containsExactly(revision(4), forAll.revision(), forAll.revision());
        assertThat(rollouts.current().orElseThrow().nodes()).containsExactly("a");
    }

    @Test
    void leavesOutOfTheCanaryWhoWouldMisunderstandIt() throws Exception {
        hear(speaking("b", Protocol.CURRENT));
        publishForGroup("1");
        assertThat(rollouts.current().orElseThrow().nodes()).containsExactly("b");
        assertThatThrownBy(() -> publishForGroup("nodes:a")).isInstanceOf(NoCanaryException.class);
        assertThat(policies.head().revision()).isEqualTo(revision(2));
    }

    /** It was taken along because it is ahead, or became so in the middle. */
    @Test
    void goesBackWhenANodeOfTheCanaryWouldMisunderstandIt() throws Exception {
        PublishedPolicy base = policies.head();
        hear(speaking("a", Protocol.CURRENT));
        PublishedPolicy next = publishForGroup("1");
        hear(speaking("a", Protocol.FIRST));
        pass(Duration.ofSeconds(1));
        assertThat(state()).isEqualTo(State.ROLLED_BACK);
        assertThat(rollouts.current().orElseThrow().reason()).startsWith("a cannot take it: it speaks version 1");
        assertThat(policies.head().revision())
                .isEqualTo(revision(next.revision().number() + 1));
        assertThat(policies.head().bundle()).isEqualTo(base.bundle());
    }

    private NodeState speaking(String node, Protocol protocol) {
        return States.speaking(Fleets.at(node, revision(1), "any"), protocol);
    }

    private PublishedPolicy publishForGroup(String canary) throws Exception {
        long version = policies.draft().version();
        policies.save(version, Lists.forGroup("branch" + version), "ann");
        return rollouts.publish(Optional.empty(), "", "ann", Optional.of(plan(canary, Limits.NONE)));
    }

    @Test
    void leavesEachRolloutAndItsEndInTheAudit() throws Exception {
        PublishedPolicy base = policies.head();
        publish("1");
        rollouts.abort("bob");
        publish("nodes:b");
        rollouts.promote("bob");
        publish("1");
        hear(Fleets.refusing(
                Fleets.at("a", revision(1), base.hash()), policies.head().revision()));
        pass(Duration.ofSeconds(1));
        rollouts.rollBack(1, "why", "ann");
        assertThat(Told.by(database))
                .extracting(line -> line.replaceAll(" [{>].*", ""))
                .filteredOn(line -> !line.contains(" draft."))
                .containsExactly(
                        "ann rollout.start revision 2",
                        "ann policy.publish revision 2",
                        "bob rollout.abort revision 2",
                        "bob policy.rollback revision 3",
                        "ann rollout.start revision 4",
                        "ann policy.publish revision 4",
                        "bob rollout.promote revision 4",
                        "ann rollout.start revision 5",
                        "ann policy.publish revision 5",
                        "sluice rollout.abort revision 5",
                        "sluice policy.rollback revision 6",
                        "ann policy.rollback revision 7");
    }

    @Test
    void publishesNothingWithoutACanary() {
        fleet.clear();
        assertThatThrownBy(() -> publish("1")).isInstanceOf(NoCanaryException.class);
        assertThat(policies.head().revision()).isEqualTo(revision(1));
        assertThat(rollouts.current()).isEmpty();
    }

    @Test
    void publishesTheContentOfAnEarlierRevisionAgain() throws Exception {
        PublishedPolicy first = policies.head();
        publish(Optional.empty());
        publish("1");
        PublishedPolicy back = rollouts.rollBack(1, "too much", "bob").orElseThrow();
        assertThat(back.revision()).isEqualTo(revision(4));
        assertThat(back.bundle()).isEqualTo(first.bundle());
        assertThat(state()).isEqualTo(State.ABORTED);
        assertThat(targets()).containsOnly(revision(4));
        assertThat(rollouts.rollBack(77, "", "bob")).isEmpty();
    }

    @Test
    void decidesNothingOnceAnotherMasterTookOver() throws Exception {
        publish("1");
        hear(Fleets.refusing(Fleets.at("a", revision(1), policies.head().hash()), revision(2)));
        TestLease.takenFrom(lease, database.jdbc());
        assertThatThrownBy(() -> rollouts.step()).isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(() -> rollouts.promote("bob")).isInstanceOf(LeaseLostException.class);
        assertThat(state()).isEqualTo(State.CANARY);
        assertThat(policies.refreshHead().revision()).isEqualTo(revision(2));
    }

    @Test
    void letsNobodyHaveANewRevisionWhileItCannotReadForWhomItIs() throws Exception {
        database.execute("ALTER TABLE rollout_node RENAME TO elsewhere");
        policies.publish(policies.draft().version(), "", "ann");
        assertThat(targets()).as("nothing to read of it").containsOnly(revision(2));
        database.execute("ALTER TABLE rollout RENAME TO rollout_elsewhere");
        policies.publish(policies.draft().version(), "", "ann");
        assertThat(targets()).containsOnly(revision(2));
        assertThatThrownBy(() -> new Targets(policies, database.jpa()).of("a")).isInstanceOf(DatabaseException.class);
        database.execute("ALTER TABLE rollout_elsewhere RENAME TO rollout");
        assertThat(targets()).containsOnly(revision(3));
    }
}
