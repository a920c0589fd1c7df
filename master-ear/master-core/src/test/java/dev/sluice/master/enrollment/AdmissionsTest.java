package dev.sluice.master.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.master.lease.LeaseLostException;
import dev.sluice.master.lease.TestLease;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionsTest {
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
    void areSentAtTheStartAndAgainAfterAWhile() {
        rig.admissions.sweep();
        rig.admissions.sweep();
        assertThat(rig.outbox.admissions).hasSize(1);
        rig.clock.move(Duration.ofSeconds(10));
        rig.admissions.sweep();
        assertThat(rig.outbox.admissions).hasSize(2);
    }

    @Test
    void areSentAsSoonAsTheBrokerIsBack() throws Exception {
        rig.admissions.sweep();
        rig.outbox.brokerAway = true;
        rig.join(rig.openKey(), "n1");
        rig.admissions.sweep();
        rig.outbox.brokerAway = false;
        rig.admissions.sweep();
        assertThat(rig.lastAdmission().serials()).containsOnlyKeys("n1");
    }

    @Test
    void goOnAboveTheEpochThatTheBrokerHasSeenWhenTheDatabaseWasRestored() {
        rig.outbox.brokerEpoch = 7;
        rig.admissions.sweep();
        assertThat(rig.outbox.admissions).isEmpty();
        rig.admissions.sweep();
        assertThat(rig.lastAdmission().epoch()).isEqualTo(8);
    }

    @Test
    void areNotSentByAMasterThatWasReplaced() {
        rig.outbox.brokerEpoch = 7;
        TestLease.takenFrom(rig.lease, rig.jdbc);
        assertThatThrownBy(rig.admissions::sweep).isInstanceOf(LeaseLostException.class);
        assertThat(rig.outbox.admissions).isEmpty();
    }
}
