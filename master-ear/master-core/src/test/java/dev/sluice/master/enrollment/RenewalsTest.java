package dev.sluice.master.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.enrollment.EnrollmentAnswer.Approved;
import dev.sluice.identity.CertificateChain;
import dev.sluice.jms.CertificateMessage;
import dev.sluice.jms.CertificateRequestMessage;
import dev.sluice.jms.MessageCodec;
import dev.sluice.master.lease.TestLease;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewalsTest {
    @TempDir
    private Path folder;

    private Rig rig;
    private Approved joined;

    @BeforeEach
    void join() throws Exception {
        rig = new Rig(folder);
        joined = rig.join(rig.openKey(), "n1");
        rig.clock.move(Duration.ofDays(60));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void givesANodeItsNextCertificateAndHasTheBrokerTakeBoth() throws Exception {
        ask("n1", "n1", "next");
        CertificateMessage message = rig.outbox.certificates().get(0);
        CertificateChain chain = CertificateChain.parse(message.chain());
        assertThat(message.epoch()).isEqualTo(1);
        assertThat(chain.leaf().getSubjectX500Principal())
                .isEqualTo(joined.chain().leaf().getSubjectX500Principal());
        assertThat(rig.lastAdmission().serials().get("n1"))
                .containsExactlyInAnyOrder(
                        Rig.serial(joined), chain.leaf().getSerialNumber().toString(16));
    }

    @Test
    void givesTheSameOneAgainToWhoAsksAgain() {
        ask("n1", "n1", "next");
        ask("n1", "n1", "next");
        List<CertificateMessage> messages = rig.outbox.certificates();
        assertThat(messages).hasSize(2);
        assertThat(messages.get(1)).isEqualTo(messages.get(0));
    }

    @Test
    void givesNoMoreThanOneAMinuteAndKeepsThreeGood() {
        ask("n1", "n1", "next");
        ask("n1", "n1", "another");
        assertThat(rig.outbox.certificates()).hasSize(1);
        assertThat(rig.renewals.refused()).isEqualTo(1);
        for (int i = 0; i < 3; i++) {
            rig.clock.move(Duration.ofMinutes(2));
            ask("n1", "n1", "key " + i);
        }
        assertThat(rig.outbox.certificates()).hasSize(4);
        assertThat(rig.lastAdmission().serials().get("n1")).hasSize(3);
    }

    @Test
    void refusesWhoSpeaksForAnotherOrIsNoMember() {
        ask("n2", "n1", "next");
        ask("n9", "n9", "next");
        rig.membership.remove("n1", "ann");
        ask("n1", "n1", "next");
        rig.renewals.take("n1", "{}");
        rig.renewals.take("n1", MessageCodec.write(new CertificateRequestMessage("n1", "garbage")));
        assertThat(rig.outbox.certificates()).isEmpty();
        assertThat(rig.renewals.refused()).isEqualTo(5);
    }

    @Test
    void givesAMemberNothingThatItAsksForInTheNameOfAnother() throws Exception {
        rig.join(rig.openKey(), "n2");
        rig.clock.move(Duration.ofDays(1));
        ask("n2", "n1", "next");
        assertThat(rig.outbox.certificates()).isEmpty();
        assertThat(rig.renewals.refused()).isEqualTo(1);
        ask("n2", "n2", "next");
        assertThat(rig.outbox.certificates()).hasSize(1);
    }

    @Test
    void leavesItToTheActiveMaster() {
        TestLease.takenFrom(rig.lease, rig.jdbc);
        ask("n1", "n1", "next");
        assertThat(rig.outbox.certificates()).isEmpty();
        assertThat(rig.membership.certificates("n1")).hasSize(1);
    }

    @Test
    void sendsItTheNextTimeWhenTheBrokerIsAway() {
        rig.outbox.brokerAway = true;
        ask("n1", "n1", "next");
        rig.outbox.brokerAway = false;
        ask("n1", "n1", "next");
        assertThat(rig.outbox.certificates()).hasSize(1);
        assertThat(rig.membership.certificates("n1")).hasSize(2);
    }

    private void ask(String sender, String node, String pair) {
        String request = rig.csr(node, pair).pem();
        rig.renewals.take(sender, MessageCodec.write(new CertificateRequestMessage(node, request)));
    }
}
