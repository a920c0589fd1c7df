package dev.sluice.master.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.identity.PolicyVerifier;
import dev.sluice.jms.NodeState;
import dev.sluice.jms.PolicyMessage;
import dev.sluice.jms.PolicySignature;
import dev.sluice.jms.Protocol;
import dev.sluice.master.Hand;
import dev.sluice.master.authority.TestAuthority;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.live.Changes;
import dev.sluice.master.node.States;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.policy.Lists;
import dev.sluice.master.policy.Policies;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Revision;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PolicyPushTest {
    private final TestDatabase database = TestDatabase.create();
    private final Lease lease = TestLease.held(database.jdbc());
    private final Hand clock = new Hand(Instant.parse("2026-01-01T00:00:00Z"));
    private final Policies policies = new Policies(database.jpa(), lease, new Changes(), clock);
    private final TestOutbox outbox = new TestOutbox();
    private final PolicyPush push = TestPush.to(outbox, policies, clock);

    @BeforeEach
    void start() {
        policies.start();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void sendsEachRevisionToAllOnce() throws Exception {
        push.sweep();
        push.sweep();
        policies.publish(policies.draft().version(), "", "ann");
        push.sweep();
        assertThat(outbox.policies()).containsExactly("1.1 to all", "1.2 to all");
        assertThat(push.sendTimes().count()).isEqualTo(2);
    }

    @Test
    void sendsTheHeadWhenTheBrokerIsBack() throws Exception {
        outbox.brokerAway = true;
        push.sweep();
        policies.publish(policies.draft().version(), "", "ann");
        push.sweep();
        outbox.brokerAway = false;
        push.sweep();
        assertThat(outbox.policies()).containsExactly("1.2 to all");
        assertThat(push.failures()).isEqualTo(2);
    }

    @Test
    void sendsTheHeadToANodeThatIsBehind() {
        push.catchUp(at("n1", Revision.NONE));
        push.catchUp(at("n2", Revision.NONE));
        assertThat(outbox.policies()).containsExactly("1.1 to n1", "1.1 to n2");
    }

    @Test
    void leavesANodeAloneThatHasTheHeadOrSomethingNewer() {
        push.catchUp(at("n1", new Revision(1, 1)));
        push.catchUp(at("n1", new Revision(2, 1)));
        assertThat(outbox.policies()).isEmpty();
    }

    @Test
    void leavesANodeAloneThatRefusedTheHeadUntilThereIsAnother() throws Exception {
        NodeState refusing = States.rejecting(at("n1", Revision.NONE), new Revision(1, 1));
        push.catchUp(refusing);
        assertThat(outbox.policies()).isEmpty();
        policies.publish(policies.draft().version(), "", "ann");
        push.catchUp(refusing);
        assertThat(outbox.policies()).containsExactly("1.2 to n1");
    }

    @Test
    void givesANodeAMomentBeforeItSendsAgain() {
        push.catchUp(at("n1", Revision.NONE));
        clock.move(Duration.ofMillis(1_400));
        push.catchUp(at("n1", Revision.NONE));
        assertThat(outbox.policies()).hasSize(1);
        clock.move(Duration.ofMillis(200));
        push.catchUp(at("n1", Revision.NONE));
        assertThat(outbox.policies()).hasSize(2);
    }

    @Test
    void givesANodeTimeToTakeWhatWentToAll() {
        push.sweep();
        push.catchUp(at("n1", Revision.NONE));
        assertThat(outbox.policies()).containsExactly("1.1 to all");
        clock.move(Duration.ofSeconds(3));
        push.catchUp(at("n1", Revision.NONE));
        assertThat(outbox.policies()).containsExactly("1.1 to all", "1.1 to n1");
    }

    @Test
    void remindsANodeSeldomThatSaysThatItHasWhatItShouldEnforce() throws Exception {
        push.catchUp(at("n1", Revision.NONE));
        NodeState fetching =
                States.reached(at("n1", Revision.NONE), policies.head().revision());
        clock.move(Duration.ofSeconds(59));
        push.catchUp(fetching);
        assertThat(outbox.policies()).hasSize(1);
        clock.move(Duration.ofSeconds(2));
        push.catchUp(fetching);
        assertThat(outbox.policies()).hasSize(2);
        policies.publish(policies.draft().version(), "", "ann");
        clock.move(Duration.ofSeconds(2));
        push.catchUp(fetching);
        assertThat(outbox.policies()).containsExactly("1.1 to n1", "1.1 to n1", "1.2 to n1");
    }

    @Test
    void signsWhatItSendsWithACertificateOfTheAuthority() throws Exception {
        push.sweep();
        PolicyMessage message = TestOutbox.policy(outbox.sent.get(0));
        PolicySignature signature = message.signature().orElseThrow();
        assertThat(message.hash()).isEqualTo(policies.head().hash());
        assertThat(message.bundle()).isEqualTo(policies.head().bundle());
        PolicyVerifier verifier = new PolicyVerifier(TestAuthority.certificate());
        verifier.verify(signature.certificate(), signature.value(), message.signedBytes());
    }

    @Test
    void sendsTheKeyForHashesWithThePoliciesThatNeedItOnly() throws Exception {
        push.sweep();
        assertThat(TestOutbox.policy(outbox.sent.get(0)).privacyKey()).isEmpty();
        PolicyBundle hashing =
                policies.draft().bundle().withPrivacy(new Privacy(Map.of(Privacy.Field.USER, Privacy.Treatment.HASH)));
        policies.save(policies.draft().version(), hashing, "ann");
        policies.publish(policies.draft().version(), "", "ann");
        push.sweep();
        PolicyMessage message = TestOutbox.policy(outbox.sent.get(1));
        assertThat(message.privacyKey()).isPresent();
        assertThat(message.version()).isEqualTo(Protocol.PRIVACY);
        PolicySignature signature = message.signature().orElseThrow();
        new PolicyVerifier(TestAuthority.certificate())
                .verify(signature.certificate(), signature.value(), message.signedBytes());
    }

    @Test
    void sendsOnlyTheNewestOfManyPublishedInARow() throws Exception {
        long version = policies.draft().version();
        for (int i = 0; i < 5; i++) {
            policies.publish(version, "", "ann");
        }
        push.sweep();
        assertThat(outbox.policies()).containsExactly("1.6 to all");
    }

    @Test
    void sendsNothingToANodeThatSpeaksAnotherProtocol() {
        push.catchUp(States.speaking(at("n1", Revision.NONE), new Protocol(7, 9)));
        assertThat(outbox.policies()).isEmpty();
    }

    @Test
    void sendsAnewWhatANodeHas() {
        push.sendAnew("n1");
        push.sendAnew("n1");
        assertThat(outbox.policies()).containsExactly("1.1 to n1", "1.1 to n1");
    }

    @Test
    void sendsAnewWhatANodeHasThatSaysThatNothingReachedIt() {
        Revision head = policies.head().revision();
        push.catchUp(States.asking(at("n1", head)));
        push.catchUp(at("n2", head));
        push.catchUp(States.asking(at("n3", new Revision(2, 1))));
        assertThat(outbox.policies()).containsExactly("1.1 to n1");
    }

    @Test
    void sendsOnceToANodeThatWasToldToResyncAndSaysSo() {
        push.sendAnew("n1");
        push.catchUp(States.asking(at("n1", policies.head().revision())));
        assertThat(outbox.policies()).containsExactly("1.1 to n1");
    }

    @Test
    void sendsNoPolicyToANodeThatWouldMisunderstandIt() throws Exception {
        push.catchUp(States.speaking(at("old", policies.head().revision()), Protocol.FIRST));
        push.sweep();
        long version = policies.draft().version();
        policies.save(version, Lists.forGroup("branch"), "ann");
        policies.publish(version + 1, "", "ann");
        push.sweep();
        clock.move(Duration.ofSeconds(2));
        push.catchUp(States.speaking(at("old", new Revision(1, 1)), Protocol.FIRST));
        push.sendAnew("old");
        push.catchUp(States.speaking(at("new", new Revision(1, 1)), Protocol.CURRENT));
        assertThat(outbox.policies()).containsExactly("1.1 to all", "1.2 to all", "1.2 to new");
    }

    @Test
    void saysWhenARevisionWentToAll() throws Exception {
        Revision first = policies.head().revision();
        assertThat(push.sentAt(first)).isEmpty();
        push.sweep();
        assertThat(push.sentAt(first)).contains(clock.instant());
        policies.publish(policies.draft().version(), "", "ann");
        assertThat(push.sentAt(policies.head().revision())).isEmpty();
    }

    @Test
    void namesLongListsOnlyToWhoFetchesThem() throws Exception {
        push.catchUp(States.speaking(at("old", new Revision(1, 1)), Protocol.FIRST));
        push.catchUp(States.speaking(at("new", new Revision(1, 1)), Protocol.CURRENT));
        publishALongList();
        push.sweep();
        push.catchUp(States.speaking(at("new", Revision.NONE), Protocol.CURRENT));
        clock.move(Duration.ofSeconds(2));
        push.catchUp(States.speaking(at("new", Revision.NONE), Protocol.CURRENT));
        push.catchUp(States.speaking(at("old", Revision.NONE), Protocol.FIRST));

        assertThat(outbox.policies()).containsExactly("1.2 to all", "1.2 to old", "1.2 to new", "1.2 to old");
        PolicyMessage toAll = TestOutbox.policy(outbox.sent.get(0));
        assertThat(toAll.sections()).isEqualTo(policies.head().sections());
        assertThat(toAll.bundle().categories().get(0).domains()).isEmpty();
        assertThat(outbox.sent.get(0).text()).startsWith("{\"v\":2,");
        assertThat(outbox.sent.get(2).text()).isEqualTo(outbox.sent.get(0).text());
        PolicyMessage whole = TestOutbox.policy(outbox.sent.get(1));
        assertThat(whole.sections()).isEmpty();
        assertThat(whole.bundle()).isEqualTo(policies.head().bundle());
        assertThat(outbox.sent.get(1).text()).startsWith("{\"v\":1,");
        assertThat(outbox.sent.get(3).text()).isEqualTo(outbox.sent.get(1).text());
    }

    @Test
    void sendsNothingTwiceWhereEverybodyCanReadIt() {
        push.catchUp(States.speaking(at("old", new Revision(1, 1)), Protocol.FIRST));
        push.sweep();
        assertThat(outbox.policies()).containsExactly("1.1 to all");
    }

    private void publishALongList() throws Exception {
        long version = policies.draft().version();
        policies.save(version, Lists.blocking(Lists.category("ads", 2_000)), "ann");
        policies.publish(version + 1, "", "ann");
    }

    private static NodeState at(String node, Revision active) {
        return States.state(node, 1, 1, active, "");
    }
}
