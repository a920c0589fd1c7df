package dev.sluice.master.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.enrollment.ActivationKey;
import dev.sluice.enrollment.EnrollmentAnswer.Approved;
import dev.sluice.enrollment.EnrollmentRequest;
import dev.sluice.enrollment.Refusal.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnstileTest {
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
            rig.assertRefused(Reason.UNKNOWN_KEY, () -> rig.join(strange, "n1"));
        }
        assertThatThrownBy(() -> rig.join(strange, "n1")).isInstanceOfSatisfying(RefusedException.class, refused -> {
            assertThat(refused.refusal().reason()).isEqualTo(Reason.FLOOD);
            assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(2));
        });
        Rig.assertRefusedQuietly(Reason.FLOOD, () -> rig.join(strange, "n1"));
        EnrollmentRequest elsewhere = rig.request(rig.openKey(), "n1");
        assertThat(rig.enrollments.ask(elsewhere, Rig.address("192.0.2.9"))).isInstanceOf(Approved.class);
        rig.clock.move(Duration.ofSeconds(2));
        rig.assertRefused(Reason.UNKNOWN_KEY, () -> rig.join(strange, "n1"));
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
}
