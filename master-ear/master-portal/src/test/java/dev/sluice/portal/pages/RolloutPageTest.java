package dev.sluice.portal.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.rollout.Canary;
import dev.sluice.master.rollout.Limits;
import dev.sluice.master.rollout.Plan;
import dev.sluice.portal.fake.MemoryPolicies;
import dev.sluice.portal.fake.MemoryRollouts;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RolloutPageTest {
    private final MemoryPolicies policies = new MemoryPolicies();
    private final MemoryRollouts rollouts = new MemoryRollouts(policies);
    private final RolloutPage page = new RolloutPage();

    @BeforeEach
    void open() {
        page.policies = policies;
        page.rollouts = rollouts;
        page.show();
    }

    @Test
    void showsTheRevisionsAndNoRolloutAtFirst() {
        assertThat(page.getWave()).isEqualTo(Wave.NONE);
        assertThat(page.getRevisions()).singleElement().satisfies(row -> assertThat(row.head())
                .isTrue());
    }

    @Test
    void showsTheCanaryWithItsFigures() throws Exception {
        publishToACanary();

        Wave wave = page.getWave();
        assertThat(wave.underWay()).isTrue();
        assertThat(wave.headline()).isEqualTo("Wave 1 of 2: the canary takes revision 2.");
        assertThat(wave.reason()).isEqualTo("Waiting for slave-1.");
        assertThat(wave.terms())
                .isEqualTo("Holds for 10 min 0 s; goes back when a node refuses it, or when more than 2.5 % of "
                        + "exchanges fail, or the first byte takes more than 300 ms.");
        assertThat(wave.nodes())
                .containsExactly(new Wave.CanaryNode("slave-1", "Waiting", "wait", "40", "5 %", "25 %", "12 ms", ""));
        assertThat(page.getRevisions().get(0).rollout()).isEqualTo("Canary");
    }

    @Test
    void showsHowARolloutEnded() throws Exception {
        publishToACanary();
        rollouts.abort("admin");
        page.refresh();

        assertThat(page.getWave().underWay()).isFalse();
        assertThat(page.getWave().headline()).isEqualTo("Revision 2 was aborted.");
        assertThat(page.getRevisions().get(0).reason()).isEqualTo("Aborted by admin.");
    }

    private void publishToACanary() throws Exception {
        Limits limits = new Limits(Optional.of(0.025), Optional.empty(), Optional.of(300L));
        Plan plan = new Plan(new Canary("1"), Duration.ofMinutes(10), limits);
        rollouts.publish(Optional.empty(), "", "admin", Optional.of(plan));
        page.refresh();
    }
}
