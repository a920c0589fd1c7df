package dev.sluice.master.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.enrollment.ActivationKey;
import dev.sluice.enrollment.EnrollmentAnswer;
import dev.sluice.enrollment.EnrollmentAnswer.Approved;
import dev.sluice.enrollment.EnrollmentAnswer.Pending;
import dev.sluice.enrollment.EnrollmentRequest;
import dev.sluice.enrollment.Proofs;
import dev.sluice.enrollment.Refusal.Reason;
import dev.sluice.jms.Protocol;
import dev.sluice.master.audit.Told;
import dev.sluice.master.lease.LeaseLostException;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.member.Member;
import dev.sluice.master.member.NodeEvent;
import dev.sluice.policy.match.Network;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrollmentsTest {
    @TempDir
    private Path folder;

    private Rig rig;

    @BeforeEach
    void start() {
        rig = new Rig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void letsANodeInAtOnceWhoseKeySaysSo() throws Exception {
        KeyTerms terms = new KeyTerms("branches", Optional.empty(), Optional.empty(), "branch", List.of(), true);
        ActivationKey key = rig.keys.create(terms, "ann");

        Approved approved = rig.join(key, "n1");

        assertThat(approved.node()).isEqualTo("n1");
        assertThat(approved.chain().authorityFingerprint()).isEqualTo(key.fingerprint());
        assertThat(approved.chain().leaf().getSubjectX500Principal().toString()).isEqualTo("CN=n1, OU=slave, O=Sluice");
        assertThat(approved.brokerHost() + ":" + approved.brokerPort()).isEqualTo("broker.example:61617");
        assertThat(approved.group()).isEqualTo("branch");
        assertThat(approved.head()).isEqualTo(rig.policies.head().revision());
        assertThat(approved.hash()).isEqualTo(rig.policies.head().hash());
        assertThat(rig.members.find("n1"))
                .contains(new Member("n1", "branch", key.id(), rig.clock.instant(), Optional.empty()));
        assertThat(rig.history.of("n1", 9)).extracting(NodeEvent::kind).containsExactly(NodeEvent.Kind.JOINED);
    }

    @Test
    void tellsTheBrokerBeforeItAnswersTheNode() throws Exception {
        Approved approved = rig.join(rig.openKey(), "n1");
        assertThat(rig.lastAdmission().serials()).isEqualTo(Map.of("n1", List.of(Rig.serial(approved))));
        assertThat(rig.lastAdmission().epoch()).isEqualTo(1);
    }

    @Test
    void givesTheSameAnswerToTheSameNodeAndCountsItOnce() throws Exception {
        ActivationKey key = rig.key(Optional.of(1), true);
        Approved first = rig.join(key, "n1");
        Approved second = rig.join(key, "n1");
        assertThat(second.chain()).isEqualTo(first.chain());
        assertThat(rig.keys.find(key.id())).map(JoinKey::uses).contains(1);
        rig.live.add("n1");
        assertThat(rig.join(key, "n1").chain()).isEqualTo(first.chain());
    }

    @Test
    void hasANodeWaitForAPersonWhoseKeySaysNothing() throws Exception {
        ActivationKey key = rig.key(Optional.of(1), false);
        Pending pending = rig.wait(key, "n1");
        assertThat(rig.wait(key, "n1")).isEqualTo(pending);
        assertThat(poll(pending)).contains(pending);
        assertThat(rig.enrollments.pending()).extracting(Enrollment::node).containsExactly("n1");
        assertThat(rig.members.find("n1")).isEmpty();
        assertThat(rig.outbox.admissions).isEmpty();

        assertThat(rig.enrollments.approve(pending.id(), "ann"))
                .map(Enrollment::node)
                .contains("n1");

        assertThat(poll(pending)).get().isInstanceOf(Approved.class);
        assertThat(rig.join(key, "n1").chain())
                .isEqualTo(((Approved) poll(pending).orElseThrow()).chain());
        assertThat(rig.lastAdmission().serials()).containsOnlyKeys("n1");
        assertThat(rig.enrollments.pending()).isEmpty();
        assertThat(rig.enrollments.approve(pending.id(), "ann")).isEmpty();
        assertThat(rig.enrollments.decline(pending.id(), "ann")).isEmpty();
        assertThat(rig.history.of("n1", 9)).extracting(NodeEvent::by).containsExactly("ann");
    }

    @Test
    void tellsANodeThatAPersonSaidNo() throws Exception {
        ActivationKey key = rig.key(Optional.of(1), false);
        Pending pending = rig.wait(key, "n1");
        rig.enrollments.decline(pending.id(), "ann");
        assertRefused(Reason.DECLINED, () -> poll(pending));
        assertRefused(Reason.DECLINED, () -> rig.wait(key, "n1"));
        assertThat(rig.keys.find(key.id())).map(JoinKey::uses).contains(0);
    }

    @Test
    void knowsNoRequestByAnIdThatWasMadeUp() throws Exception {
        assertThat(rig.enrollments.poll("AAAAAAAAAAAAAAAAAAAAAAAA", Rig.address("::1")))
                .isEmpty();
        assertThat(rig.enrollments.approve("AAAAAAAAAAAAAAAAAAAAAAAA", "ann")).isEmpty();
    }

    @Test
    void refusesAKeyThatItDoesNotKnow() {
        ActivationKey strange = ActivationKey.create("0".repeat(64));
        assertRefused(Reason.UNKNOWN_KEY, () -> rig.join(strange, "n1"));
    }

    @Test
    void refusesAKeyThatWasRevoked() {
        ActivationKey key = rig.openKey();
        assertThat(rig.keys.revoke(key.id(), "ann")).isTrue();
        assertThat(rig.keys.revoke(key.id(), "ann")).isFalse();
        assertRefused(Reason.UNKNOWN_KEY, () -> rig.join(key, "n1"));
    }

    @Test
    void refusesAProofOfAnotherSecretBeforeItTellsAnythingOfTheKey() {
        ActivationKey key = rig.openKey();
        rig.keys.revoke(key.id(), "ann");
        ActivationKey forged = ActivationKey.parse(key.id() + "." + "a".repeat(32) + "." + key.fingerprint());
        assertRefused(Reason.WRONG_PROOF, () -> rig.join(forged, "n1"));
    }

    @Test
    void refusesAProofOfAnotherRequest() {
        EnrollmentRequest honest = rig.request(rig.openKey(), "n1");
        EnrollmentRequest changed = new EnrollmentRequest(
                honest.keyId(),
                "n2",
                honest.request(),
                honest.version(),
                honest.protocol(),
                honest.clock(),
                honest.proof());
        assertRefused(Reason.WRONG_PROOF, () -> rig.ask(changed));
    }

    @Test
    void refusesAKeyThatRanOut() {
        KeyTerms terms = new KeyTerms("", Optional.empty(), Optional.of(Duration.ofHours(1)), "", List.of(), true);
        ActivationKey key = rig.keys.create(terms, "ann");
        rig.clock.move(Duration.ofHours(1));
        assertRefused(Reason.EXPIRED_KEY, () -> rig.join(key, "n1"));
    }

    @Test
    void refusesAKeyThatWasUsedUp() throws Exception {
        ActivationKey key = rig.key(Optional.of(2), true);
        rig.join(key, "n1");
        rig.join(key, "n2");
        assertRefused(Reason.USED_UP_KEY, () -> rig.join(key, "n3"));
    }

    @Test
    void refusesANetworkThatTheKeyDoesNotName() throws Exception {
        KeyTerms terms =
                new KeyTerms("", Optional.empty(), Optional.empty(), "", List.of(Network.parse("192.0.2.0/29")), true);
        ActivationKey key = rig.keys.create(terms, "ann");
        EnrollmentRequest request = rig.request(key, "n1");
        assertRefused(Reason.NETWORK_NOT_ALLOWED, () -> rig.enrollments.ask(request, Rig.address("192.0.2.8")));
        assertThat(rig.enrollments.ask(request, Rig.address("192.0.2.7"))).isInstanceOf(Approved.class);
    }

    @Test
    void refusesAnotherVersionOfTheProductOrTheProtocol() {
        ActivationKey key = rig.openKey();
        assertRefused(
                Reason.VERSION_INCOMPATIBLE,
                () -> rig.ask(EnrollmentRequest.of(
                        key, "n1", rig.csr("n1", "n1"), "0.0.9", Protocol.CURRENT, rig.clock.instant())));
        assertRefused(
                Reason.VERSION_INCOMPATIBLE,
                () -> rig.ask(EnrollmentRequest.of(
                        key, "n1", rig.csr("n1", "n1"), Rig.VERSION, new Protocol(8, 9), rig.clock.instant())));
    }

    @Test
    void refusesAClockThatIsOff() throws Exception {
        ActivationKey key = rig.openKey();
        Instant now = rig.clock.instant();
        assertRefused(Reason.CLOCK_OFF, () -> rig.ask(at(key, now.plusMillis(30_001))));
        assertRefused(Reason.CLOCK_OFF, () -> rig.ask(at(key, now.minusMillis(30_001))));
        assertThat(rig.ask(at(key, now.minusSeconds(30)))).isInstanceOf(Approved.class);
    }

    private EnrollmentRequest at(ActivationKey key, Instant clock) {
        return EnrollmentRequest.of(key, "n1", rig.csr("n1", "n1"), Rig.VERSION, Protocol.CURRENT, clock);
    }

    @Test
    void refusesACertificateRequestThatIsNotUsable() {
        ActivationKey key = rig.openKey();
        String broken = "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n";
        assertRefused(
                Reason.MALFORMED, () -> rig.ask(Proofs.with(key, "n1", broken, Rig.VERSION, rig.clock.instant())));
    }

    @Test
    void refusesTheIdOfANodeThatIsAtWorkWithAnotherKey() throws Exception {
        ActivationKey key = rig.openKey();
        rig.join(key, "n1");
        rig.live.add("n1");
        assertRefused(Reason.NODE_LIVE, () -> rig.ask(rig.request(key, "n1", "another")));
        rig.live.clear();
        Approved heir = (Approved) rig.ask(rig.request(key, "n1", "another"));
        assertThat(rig.lastAdmission().serials()).isEqualTo(Map.of("n1", List.of(Rig.serial(heir))));
    }

    @Test
    void refusesANodeThatWasRemovedUntilItIsReadmitted() throws Exception {
        ActivationKey key = rig.openKey();
        Approved before = rig.join(key, "n1");
        assertThat(rig.membership.remove("n1", "ann")).isTrue();
        assertThat(rig.membership.remove("n1", "ann")).isFalse();
        assertThat(rig.lastAdmission().serials()).isEmpty();
        assertRefused(Reason.NODE_REMOVED, () -> rig.join(key, "n1"));

        assertThat(rig.membership.readmit("n1", "ann")).isTrue();
        assertThat(rig.membership.readmit("n1", "ann")).isFalse();
        assertThat(rig.lastAdmission().serials()).isEmpty();
        rig.live.add("n1");
        Approved after = rig.join(key, "n1");
        assertThat(Rig.serial(after)).isNotEqualTo(Rig.serial(before));
        assertThat(rig.lastAdmission().serials()).isEqualTo(Map.of("n1", List.of(Rig.serial(after))));
        assertThat(rig.membership.certificates("n1"))
                .extracting(certificate -> certificate.revokedAt().isPresent())
                .containsExactlyInAnyOrder(false, true);
        assertThat(rig.history.of("n1", 9))
                .extracting(NodeEvent::kind)
                .containsExactly(
                        NodeEvent.Kind.JOINED,
                        NodeEvent.Kind.READMITTED,
                        NodeEvent.Kind.REMOVED,
                        NodeEvent.Kind.JOINED);
    }

    @Test
    void doesNotApproveANodeThatWasRemovedOrReplacedWhileItWaited() throws Exception {
        ActivationKey key = rig.key(Optional.empty(), false);
        Pending pending = rig.wait(key, "n1");
        rig.ask(rig.request(rig.openKey(), "n1", "another"));
        rig.live.add("n1");
        assertRefusedQuietly(Reason.NODE_LIVE, () -> rig.enrollments.approve(pending.id(), "ann"));
        rig.membership.remove("n1", "ann");
        assertThat(rig.enrollments.approve(pending.id(), "ann")).isEmpty();
    }

    @Test
    void leavesWhoDecidedInTheAudit() throws Exception {
        ActivationKey key = rig.key(Optional.empty(), false);
        rig.enrollments.approve(rig.wait(key, "n1").id(), "ann");
        rig.enrollments.decline(rig.wait(key, "n2").id(), "bob");
        rig.enrollments.decline("unknown", "bob");
        rig.membership.remove("n1", "ann");
        rig.membership.remove("n1", "ann");
        rig.membership.readmit("n1", "bob");
        assertThat(Told.by(rig.database))
                .extracting(line -> line.replaceAll(" >.*", ""))
                .containsExactly(
                        "ann key.create " + key.id(),
                        "ann request.approve n1",
                        "bob request.decline n2",
                        "ann node.remove n1",
                        "bob node.readmit n1");
        assertThat(Told.by(rig.database).get(1)).contains("\"askedFrom\":\"192.0.2.7\",\"key\":\"" + key.id() + "\"");
    }

    @Test
    void keepsTheGroupThatAnAdministratorPutTheNodeIn() throws Exception {
        ActivationKey key = rig.openKey();
        rig.join(key, "n1");
        rig.jdbc.run(connection -> rig.members.putInGroup(connection, "n1", "lab"));
        Approved again = (Approved) rig.ask(rig.request(key, "n1", "another"));
        assertThat(again.group()).isEqualTo("lab");
    }

    @Test
    void certifiesAnewWhenTheCertificateRanOut() throws Exception {
        ActivationKey key = rig.openKey();
        Approved first = rig.join(key, "n1");
        rig.clock.move(Duration.ofDays(91));
        rig.admissions.send();
        assertThat(rig.lastAdmission().serials()).isEmpty();
        assertThat(rig.join(key, "n1").chain()).isNotEqualTo(first.chain());
    }

    @Test
    void letsAWholeSiteJoinFromOneAddress() throws Exception {
        ActivationKey key = rig.openKey();
        for (int i = 1; i <= 35; i++) {
            assertThat(rig.join(key, "n" + i)).isNotNull();
        }
    }

    @Test
    void slowsOneAddressDownAndNoOther() throws Exception {
        ActivationKey strange = ActivationKey.create("0".repeat(64));
        for (int i = 0; i < 30; i++) {
            assertRefused(Reason.UNKNOWN_KEY, () -> rig.join(strange, "n1"));
        }
        assertThatThrownBy(() -> rig.join(strange, "n1")).isInstanceOfSatisfying(RefusedException.class, refused -> {
            assertThat(refused.refusal().reason()).isEqualTo(Reason.FLOOD);
            assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(2));
        });
        assertRefusedQuietly(Reason.FLOOD, () -> rig.join(strange, "n1"));
        EnrollmentRequest elsewhere = rig.request(rig.openKey(), "n1");
        assertThat(rig.enrollments.ask(elsewhere, Rig.address("192.0.2.9"))).isInstanceOf(Approved.class);
        rig.clock.move(Duration.ofSeconds(2));
        assertRefused(Reason.UNKNOWN_KEY, () -> rig.join(strange, "n1"));
        assertThat(rig.enrollments.refusals(100)).hasSize(32);
    }

    @Test
    void countsWhatCannotBeReadAsRequestsToo() throws Exception {
        RefusedException refused = rig.enrollments.malformed("It is no JSON.", Rig.address("192.0.2.7"));
        assertThat(refused.refusal().reason()).isEqualTo(Reason.MALFORMED);
        for (int i = 0; i < 29; i++) {
            rig.enrollments.malformed("It is no JSON.", Rig.address("192.0.2.7"));
        }
        assertThatThrownBy(() -> rig.enrollments.malformed("It is no JSON.", Rig.address("192.0.2.7")))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void keepsTheNewestRefusalsOnly() {
        for (int i = 0; i < Refusals.KEPT + 3; i++) {
            new Refusals(rig.jdbc)
                    .note(new RefusalNote(rig.clock.instant(), "192.0.2.1", "n" + i, "key", "flood", "a\0b"));
        }
        List<RefusalNote> kept = rig.enrollments.refusals(10_000);
        assertThat(kept).hasSize(Refusals.KEPT);
        assertThat(kept.get(0).node()).isEqualTo("n" + (Refusals.KEPT + 2));
    }

    @Test
    void takesNoMoreThanSoManyRequestsThatWait() throws Exception {
        ActivationKey key = rig.key(Optional.empty(), false);
        rig.database.execute(
                "INSERT INTO enrollment (id, key_id, node, public_key, request, version, address, asked_at,"
                        + " status) SELECT 'an id that is long ' || n, '" + key.id()
                        + "', 'w' || n, '', '', '', '', now(),"
                        + " 'PENDING' FROM generate_series(1, " + Enrollments.MOST_PENDING + ") n");
        assertRefused(Reason.FLOOD, () -> rig.wait(key, "n1"));
        assertThat(rig.join(rig.openKey(), "n2")).isNotNull();
    }

    @Test
    void forgetsRequestsThatNobodyDecidedOn() throws Exception {
        ActivationKey key = rig.key(Optional.of(1), false);
        Pending pending = rig.wait(key, "n1");
        rig.clock.move(Enrollments.PENDING_FOR);
        rig.enrollments.prune();
        assertThat(poll(pending)).isPresent();
        rig.clock.move(Duration.ofSeconds(1));
        rig.enrollments.prune();
        assertThat(poll(pending)).isEmpty();
        assertThat(rig.keys.find(key.id())).map(JoinKey::uses).contains(0);
    }

    @Test
    void forgetsWhatWasDecidedLongAgoAndOldCertificates() throws Exception {
        rig.join(rig.openKey(), "n1");
        rig.clock.move(Duration.ofDays(89));
        rig.enrollments.prune();
        assertThat(rig.database.number("SELECT count(*) FROM enrollment")).isZero();
        assertThat(rig.membership.certificates("n1")).hasSize(1);
        rig.clock.move(Duration.ofDays(32));
        rig.enrollments.prune();
        assertThat(rig.membership.certificates("n1")).isEmpty();
    }

    @Test
    void letsAKeyForOneInOnceWhenManyAskAtOnce() throws Exception {
        ActivationKey key = rig.key(Optional.of(1), true);
        List<EnrollmentRequest> requests =
                IntStream.range(0, 6).mapToObj(i -> rig.request(key, "n" + i)).toList();
        ExecutorService pool = Executors.newFixedThreadPool(6);
        try {
            List<Callable<Boolean>> asking = requests.stream()
                    .<Callable<Boolean>>map(request -> () -> {
                        try {
                            return rig.ask(request) instanceof Approved;
                        } catch (RefusedException e) {
                            assertThat(e.refusal().reason()).isEqualTo(Reason.USED_UP_KEY);
                            return false;
                        }
                    })
                    .toList();
            int in = 0;
            for (Future<Boolean> each : pool.invokeAll(asking)) {
                in += each.get() ? 1 : 0;
            }
            assertThat(in).isEqualTo(1);
        } finally {
            pool.shutdownNow();
        }
        assertThat(rig.members.all()).hasSize(1);
    }

    @Test
    void letsNobodyInOnceAnotherMasterTookOver() throws Exception {
        ActivationKey key = rig.openKey();
        TestLease.takenFrom(rig.lease, rig.jdbc);
        assertThatThrownBy(() -> rig.join(key, "n1")).isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(() -> rig.membership.remove("n1", "ann")).isInstanceOf(LeaseLostException.class);
        assertThat(rig.database.number("SELECT count(*) FROM node_certificate")).isZero();
    }

    private Optional<EnrollmentAnswer> poll(Pending pending) throws RefusedException {
        return rig.enrollments.poll(pending.id(), Rig.address("192.0.2.7"));
    }

    /** Refused, and kept for a person to see. */
    private void assertRefused(Reason reason, ThrowingCallable asking) {
        assertRefusedQuietly(reason, asking);
        assertThat(rig.enrollments.refusals(1)).extracting(RefusalNote::reason).containsExactly(reason.word());
    }

    private static void assertRefusedQuietly(Reason reason, ThrowingCallable asking) {
        assertThatThrownBy(asking).isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(
                        refused.refusal().reason())
                .isEqualTo(reason));
    }
}
