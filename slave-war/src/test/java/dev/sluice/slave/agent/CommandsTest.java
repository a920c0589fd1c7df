package dev.sluice.slave.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.CommandMessage;
import dev.sluice.jms.CommandMessage.Deed;
import dev.sluice.jms.MessageCodec;
import dev.sluice.jms.MessageType;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.model.Revision;
import dev.sluice.slave.policy.ActivePolicy;
import dev.sluice.slave.policy.Policies;
import dev.sluice.slave.policy.PolicyIntake;
import dev.sluice.slave.policy.PolicyStore;
import dev.sluice.slave.report.RecordSpool;
import dev.sluice.slave.report.SpoolLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    @TempDir
    private Path folder;

    private final KeptOrders orders = new KeptOrders();
    private final ActivePolicy active = new ActivePolicy();
    private RecordSpool spool;
    private Commands commands;

    @BeforeEach
    void open() throws IOException {
        spool = RecordSpool.open(
                folder.resolve("spool"), "slave-1", SpoolLimits.of(1 << 20), Clock.systemUTC(), Thread::new);
        PolicyStore store = new PolicyStore(folder.resolve("policies"));
        commands = new Commands(spool, new PolicyIntake(new PolicyCompiler(), store, active, () -> {}), orders);
    }

    @AfterEach
    void close() throws IOException {
        spool.close();
    }

    private void take(CommandMessage command) {
        commands.take(MessageType.COMMAND.word(), MessageCodec.write(command));
    }

    @Test
    void handsOrdersOn() {
        take(new CommandMessage("slave-1", 1, Deed.DRAIN, Duration.ofSeconds(30)));
        take(new CommandMessage("slave-1", 1, Deed.RESUME, Duration.ZERO));
        assertThat(orders.kept).containsExactly("drain PT30S", "resume");
    }

    @Test
    void handsPoliciesOn() {
        commands.take(MessageType.POLICY.word(), MessageCodec.write(Policies.blocking(1, 2, "a.example")));
        assertThat(active.revision()).isEqualTo(new Revision(1, 2));
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
