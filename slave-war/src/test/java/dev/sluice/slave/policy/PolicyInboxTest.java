package dev.sluice.slave.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.PolicyMessage;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.model.Revision;
import dev.sluice.slave.SetClock;
import dev.sluice.slave.alarm.Alarms;
import dev.sluice.slave.section.ListMaster;
import dev.sluice.slave.section.Sections;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyInboxTest {
    @TempDir
    private Path folder;

    private final ListMaster master = new ListMaster();
    private final ActivePolicy active = new ActivePolicy();
    private final List<Revision> activated = new CopyOnWriteArrayList<>();
    private final Alarms alarms = new Alarms(new SetClock());
    private PolicyIntake intake;
    private PolicyInbox inbox;

    @BeforeEach
    void open() throws IOException {
        intake = new PolicyIntake(
                new PolicyCompiler(),
                TestCluster.OURS.signatures(),
                new PolicyStore(folder.resolve("policies")),
                new Sections(folder.resolve("sections"), master),
                active,
                alarms,
                () -> activated.add(active.revision()));
        inbox = new PolicyInbox(intake, Duration.ofMillis(10), Duration.ofMillis(40), Thread::new);
    }

    @AfterEach
    void close() {
        inbox.close();
    }

    @Test
    void activatesWhatIsPutIntoIt() {
        inbox.start();
        inbox.put(Policies.blocking(1, 1, "a.example"));
        await().until(() -> active.revision().equals(new Revision(1, 1)));
        inbox.put(Policies.blocking(1, 2, "a.example"));
        await().until(() -> active.revision().equals(new Revision(1, 2)));
    }

    @Test
    void takesTheNewestFirstAndSoTheOthersNotAtAll() {
        inbox.put(Policies.blocking(1, 2, "a.example"));
        inbox.put(Policies.blocking(1, 4, "a.example"));
        inbox.put(Policies.blocking(1, 3, "a.example"));
        inbox.start();
        await().until(() -> active.revision().equals(new Revision(1, 4)));
        inbox.put(Policies.blocking(1, 5, "a.example"));
        await().until(() -> active.revision().equals(new Revision(1, 5)));
        assertThat(activated).containsExactly(new Revision(1, 4), new Revision(1, 5));
    }

    @Test
    void dropsAndCountsWhatIsTooMuch() {
        for (int i = 1; i <= 20; i++) {
            inbox.put(Policies.blocking(1, i, "a.example"));
        }
        assertThat(inbox.dropped()).isEqualTo(4);
    }

    @Test
    void triesAnIncompletePolicyAgainUntilItIsComplete() {
        PolicyMessage policy = Policies.withLists(1, 2, master, master.add("ads", ListMaster.domains("a", 10)));
        inbox.start();
        inbox.put(Policies.blocking(1, 1, "a.example"));
        master.away(true);
        inbox.put(policy);
        await().until(() -> master.asked.size() >= 3);
        assertThat(active.revision()).isEqualTo(new Revision(1, 1));
        assertThat(intake.received()).isEqualTo(new Revision(1, 2));
        assertThat(alarms.latest()).contains("1.2 is not whole yet", "the master is away");
        master.away(false);
        await().until(() -> active.revision().equals(new Revision(1, 2)));
        assertThat(alarms.latest()).isEmpty();
    }

    @Test
    void doesNotTryMoreOftenWhenTheMasterSaysTheSameAgain() {
        inbox.close();
        inbox = new PolicyInbox(intake, Duration.ofHours(1), Duration.ofHours(1), Thread::new);
        PolicyMessage policy = Policies.withLists(1, 2, master, master.add("ads", ListMaster.domains("a", 10)));
        master.away(true);
        inbox.start();
        inbox.put(policy);
        await().until(() -> master.asked.size() == 1);
        inbox.put(policy);
        inbox.put(Policies.blocking(1, 1, "a.example"));
        await().until(() -> active.revision().equals(new Revision(1, 1)));
        assertThat(master.asked).hasSize(1);
    }

    @Test
    void forgetsAnIncompletePolicyWhenANewerOneIsActive() {
        PolicyMessage policy = Policies.withLists(1, 2, master, master.add("ads", ListMaster.domains("a", 10)));
        master.away(true);
        inbox.start();
        inbox.put(policy);
        await().until(() -> !master.asked.isEmpty());
        inbox.put(Policies.blocking(1, 3, "a.example"));
        await().until(() -> active.revision().equals(new Revision(1, 3)));
        master.away(false);
        inbox.put(Policies.blocking(1, 4, "a.example"));
        await().until(() -> active.revision().equals(new Revision(1, 4)));
        assertThat(activated).doesNotContain(new Revision(1, 2));
        assertThat(alarms.latest()).isEmpty();
    }

    @Test
    void endsWhileItWaitsForTheMaster() throws Exception {
        Thread[] made = new Thread[1];
        inbox = new PolicyInbox(intake, Duration.ofHours(1), Duration.ofHours(1), task -> made[0] = new Thread(task));
        master.away(true);
        inbox.start();
        inbox.put(Policies.withLists(1, 2, master, master.add("ads", ListMaster.domains("a", 10))));
        await().until(() -> master.asked.size() == 1);
        inbox.close();
        made[0].join(10_000);
        assertThat(made[0].isAlive()).isFalse();
    }
}
