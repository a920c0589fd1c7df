package dev.sluice.master.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.jms.CommandMessage;
import dev.sluice.jms.CommandMessage.Deed;
import dev.sluice.master.audit.Told;
import dev.sluice.master.member.NodeEvent;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandsTest {
    private final Rig rig = new Rig();

    CommandsTest() {
        rig.hear(rig.atHead("n1", 1));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void sendsEachCommandWithTheEpochAndRemembersWhoGaveIt() throws Exception {
        rig.commands.drain("n1", Duration.ofMinutes(2), "ann");
        rig.commands.resume("n1", "bob");
        assertThat(rig.outbox.commands())
                .containsExactly(
                        new CommandMessage("n1", 1, Deed.DRAIN, Duration.ofMinutes(2)),
                        new CommandMessage("n1", 1, Deed.RESUME, Duration.ZERO));
        assertThat(rig.history.of("n1", 10))
                .containsExactly(
                        new NodeEvent("n1", rig.clock.instant(), NodeEvent.Kind.RESUME, "", "bob"),
                        new NodeEvent("n1", rig.clock.instant(), NodeEvent.Kind.DRAIN, "within 120 s", "ann"));
    }

    @Test
    void leavesWhoGaveWhichCommandInTheAudit() throws Exception {
        rig.commands.drain("n1", Duration.ofMinutes(2), "ann");
        rig.commands.resume("n1", "bob");
        rig.commands.resync("n1", "bob");
        rig.members.meet("n1", rig.clock.instant());
        rig.grouping.put("n1", "lab", "ann");
        rig.grouping.put("n1", "", "ann");
        rig.grouping.put("n9", "lab", "ann");
        rig.outbox.brokerAway = true;
        assertThatThrownBy(() -> rig.commands.drain("n1", Duration.ZERO, "ann"))
                .isInstanceOf(NodeUnreachableException.class);
        assertThat(Told.by(rig.database))
                .containsExactly(
                        "ann node.drain n1 > {\"deadline\":\"PT2M\"}",
                        "bob node.resume n1",
                        "bob node.resync n1",
                        "ann node.group n1 {\"group\":\"\"} > {\"group\":\"lab\"}",
                        "ann node.group n1 {\"group\":\"lab\"} > {\"group\":\"\"}");
    }

    @Test
    void sendsThePolicyAlongWithAResync() throws Exception {
        rig.commands.resync("n1", "ann");
        assertThat(rig.outbox.commands()).extracting(CommandMessage::deed).containsExactly(Deed.RESYNC);
        assertThat(rig.outbox.policies()).containsExactly("1.1 to n1");
    }

    @Test
    void refusesANodeThatIsNotThere() {
        assertThatThrownBy(() -> rig.commands.resume("n9", "ann")).isInstanceOf(NodeUnreachableException.class);
        rig.clock.move(Duration.ofSeconds(16));
        assertThatThrownBy(() -> rig.commands.resume("n1", "ann")).isInstanceOf(NodeUnreachableException.class);
        assertThat(rig.outbox.commands()).isEmpty();
    }

    @Test
    void saysThatTheBrokerIsAway() {
        rig.outbox.brokerAway = true;
        assertThatThrownBy(() -> rig.commands.resume("n1", "ann"))
                .isInstanceOf(NodeUnreachableException.class)
                .hasMessageContaining("broker");
        assertThat(rig.history.of("n1", 10)).isEmpty();
    }

    @Test
    void refusesADeadlineOutOfBounds() {
        assertThatThrownBy(() -> rig.commands.drain("n1", Duration.ofDays(2), "ann"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rig.commands.drain("n1", Duration.ofSeconds(-1), "ann"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
