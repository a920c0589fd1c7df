package dev.sluice.slave.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.jms.CommandMessage;
import dev.sluice.jms.CommandMessage.Deed;
import dev.sluice.jms.HeadMessage;
import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.MessageType;
import dev.sluice.jms.NodeState.ClockReading;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.model.Revision;
import dev.sluice.slave.SetClock;
import dev.sluice.slave.alarm.Alarms;
import dev.sluice.slave.policy.ActivePolicy;
import dev.sluice.slave.policy.Policies;
import dev.sluice.slave.policy.PolicyInbox;
import dev.sluice.slave.policy.PolicyIntake;
import dev.sluice.slave.policy.PolicyStore;
import dev.sluice.slave.policy.TestCluster;
import dev.sluice.slave.report.RecordSpool;
import dev.sluice.slave.report.SpoolLimits;
import dev.sluice.slave.section.ListMaster;
import dev.sluice.slave.section.Sections;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    @TempDir
    private Path folder;

    private final KeptOrders orders = new KeptOrders();
    private final ActivePolicy active = new ActivePolicy();
    private final SetClock clock = new SetClock();
    private final Alarms alarms = new Alarms(clock);
    private final List<String> groups = new ArrayList<>();
    private KeptMembership membership;
    private MasterTalk talk;
    private RecordSpool spool;
    private PolicyInbox inbox;
    private Commands commands;

    @BeforeEach
    void open() throws IOException {
        spool = RecordSpool.open(
                folder.resolve("spool"),
                "slave-1",
                SpoolLimits.of(1 << 20, Duration.ofDays(30)),
                alarms,
                Clock.systemUTC(),
                Thread::new);
        PolicyStore store = new PolicyStore(folder.resolve("policies"));
        Sections sections = new Sections(folder.resolve("sections"), new ListMaster());
        PolicyIntake intake = new PolicyIntake(
                new PolicyCompiler(), TestCluster.OURS.signatures(), store, sections, active, alarms, () -> {});
        membership = new KeptMembership(folder.resolve("membership"), alarms);
        talk = new MasterTalk(membership, active, intake, alarms, () -> groups.add(membership.group()));
        inbox = new PolicyInbox(intake, Thread::new);
        inbox.start();
        commands = new Commands(spool, inbox, talk, NodeCertificateTest.none(folder, alarms, clock), orders, clock);
    }

    @AfterEach
    void close() throws IOException {
        inbox.close();
        spool.close();
    }

    private void take(CommandMessage command) {
        commands.take(MessageType.COMMAND.word(), MessageCodec.write(command));
    }

    @Test
    void handsOrdersOn() {
        take(new CommandMessage("slave-1", 1, Deed.DRAIN, Duration.ofSeconds(30)));
        take(new CommandMessage("slave-1", 1, Deed.RESUME, Duration.ZERO));
        take(new CommandMessage("slave-1", 1, Deed.RESYNC, Duration.ZERO));
        assertThat(orders.kept).containsExactly("drain PT30S", "resume", "resync");
    }

    @Test
    void handsPoliciesOn() {
        commands.take(MessageType.POLICY.word(), MessageCodec.write(Policies.blocking(1, 2, "a.example")));
        await().until(() -> active.revision().equals(new Revision(1, 2)));
    }

    private void hear(long epoch, String group, long boot) {
        Instant now = clock.instant();
        HeadMessage head = new HeadMessage(
                "slave-1",
                epoch,
                new Revision(1, 2),
                "abc",
                group,
                boot,
                1,
                now.minusMillis(20),
                now.plusSeconds(60).minusMillis(10),
                now.plusSeconds(60).minusMillis(10));
        commands.take(MessageType.HEAD.word(), MessageCodec.write(head));
    }

    @Test
    void readsTheClockFromTheAnswerToAStateOfThisBoot() {
        hear(1, "", spool.boot() - 1);
        assertThat(talk.clock()).isEmpty();
        hear(1, "", spool.boot());
        assertThat(talk.clock()).contains(new ClockReading(Duration.ofSeconds(60), Duration.ofMillis(20)));
    }

    @Test
    void takesItsGroupFromTheMasterAndTellsWhenItIsAnother() {
        hear(1, "branch", spool.boot());
        hear(1, "branch", spool.boot());
        hear(1, "", spool.boot());
        assertThat(groups).containsExactly("branch", "");
    }

    @Test
    void dropsCountsAndSaysWhatAMasterThatHasLostItsLeaseSends() {
        hear(3, "branch", spool.boot());
        hear(2, "other", spool.boot());
        take(new CommandMessage("slave-1", 2, Deed.DRAIN, Duration.ofSeconds(30)));
        take(new CommandMessage("slave-1", 3, Deed.RESUME, Duration.ZERO));
        assertThat(membership.group()).isEqualTo("branch");
        assertThat(orders.kept).containsExactly("resume");
        assertThat(talk.outdated()).isEqualTo(2);
        assertThat(alarms.latest()).isEqualTo("A master with the epoch 2 speaks, but 3 was seen.");
    }

    @Test
    void remembersTheEpochOverARestart() {
        hear(3, "", spool.boot());
        assertThat(new KeptMembership(folder.resolve("membership"), alarms).epoch())
                .isEqualTo(3);
    }

    @Test
    void dropsAndCountsWhatIsForAnotherNodeOrNotForNodesOrCannotBeRead() {
        take(new CommandMessage("slave-2", 1, Deed.DRAIN, Duration.ofSeconds(30)));
        commands.take(MessageType.STATE.word(), "{}");
        commands.take("later", "{}");
        commands.take(MessageType.COMMAND.word(), "{");
        assertThat(orders.kept).isEmpty();
        assertThat(commands.malformedCount()).isEqualTo(4);
    }
}
