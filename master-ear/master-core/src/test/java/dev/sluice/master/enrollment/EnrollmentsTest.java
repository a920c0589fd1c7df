package dev.sluice.master.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.enrollment.ActivationKey;
import dev.sluice.enrollment.EnrollmentAnswer;
import dev.sluice.enrollment.EnrollmentAnswer.Approved;
import dev.sluice.enrollment.EnrollmentAnswer.Pending;
import dev.sluice.enrollment.Refusal.Reason;
import dev.sluice.master.audit.Told;
import dev.sluice.master.lease.LeaseLostException;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.member.Member;
import dev.sluice.master.member.NodeEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        rig.assertRefused(Reason.DECLINED, () -> poll(pending));
        rig.assertRefused(Reason.DECLINED, () -> rig.wait(key, "n1"));
        assertThat(rig.keys.find(key.id())).map(JoinKey::uses).contains(0);
    }

    @Test
    void knowsNoRequestByAnIdThatWasMadeUp() throws Exception {
        assertThat(rig.enrollments.poll("AAAAAAAAAAAAAAAAAAAAAAAA", Rig.address("::1")))
                .isEmpty();
        assertThat(rig.enrollments.approve("AAAAAAAAAAAAAAAAAAAAAAAA", "ann")).isEmpty();
    }

    @Test
    void refusesANodeThatWasRemovedUntilItIsReadmitted() throws Exception {
        ActivationKey key = rig.openKey();
        Approved before = rig.join(key, "n1");
        assertThat(rig.membership.remove("n1", "ann")).isTrue();
        assertThat(rig.membership.remove("n1", "ann")).isFalse();
        assertThat(rig.lastAdmission().serials()).isEmpty();
        rig.assertRefused(Reason.NODE_REMOVED, () -> rig.join(key, "n1"));

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
        Rig.assertRefusedQuietly(Reason.NODE_LIVE, () -> rig.enrollments.approve(pending.id(), "ann"));
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
}
