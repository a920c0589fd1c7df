package dev.sluice.master.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.jms.NodeState;
import dev.sluice.jms.NodeState.Service;
import dev.sluice.jms.NodeState.Traffic;
import dev.sluice.master.live.Changes;
import dev.sluice.master.persistence.DatabaseException;
import dev.sluice.policy.model.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeWatchTest {
    private final Rig rig = new Rig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void tellsNothingOfANodeThatStaysAsItIs() {
        rig.hear(rig.atHead("a", 1));
        rig.watch.look();
        rig.hear(rig.atHead("a", 2));
        rig.watch.look();
        assertThat(events("a")).isEmpty();
    }

    @Test
    void tellsWhatHasBecomeOfANode() throws Exception {
        rig.hear(rig.atHead("a", 1));
        rig.watch.look();
        rig.publish();
        rig.watch.look();
        rig.hear(rig.atHead("a", 2));
        rig.watch.look();
        rig.publish();
        NodeState old = States.state("a", 1, 3, new Revision(1, 2), "");
        rig.hear(States.rejecting(old, new Revision(1, 3)));
        rig.watch.look();
        rig.clock.move(Duration.ofSeconds(16));
        rig.watch.look();
        rig.hear(States.state(
                "a", 2, 1, rig.policies.head().revision(), rig.policies.head().hash()));
        rig.watch.look();
        rig.hear(States.busy(
                States.state(
                        "a",
                        2,
                        2,
                        rig.policies.head().revision(),
                        rig.policies.head().hash()),
                Service.DRAINING,
                0,
                Traffic.NONE));
        rig.watch.look();

        assertThat(events("a"))
                .containsExactly(
                        "STATUS draining, was in sync",
                        "STATUS in sync, was offline",
                        "ACTIVATED 1.3",
                        "STARTED version 0.1.0",
                        "STATUS offline, was rejected",
                        "REFUSED_POLICY 1.3: rules[0]: too odd",
                        "ACTIVATED 1.2");
    }

    @Test
    void tellsItWhenTheDatabaseIsBack() {
        rig.hear(rig.atHead("a", 1));
        rig.watch.look();
        rig.clock.move(Duration.ofSeconds(16));
        rig.database.execute("ALTER TABLE node_event RENAME TO elsewhere");
        assertThatThrownBy(rig.watch::look).isInstanceOf(DatabaseException.class);
        rig.database.execute("ALTER TABLE elsewhere RENAME TO node_event");
        rig.watch.look();
        rig.watch.look();
        assertThat(events("a")).containsExactly("STATUS offline, was in sync");
    }

    @Test
    void announcesANodeThatFellSilent() {
        rig.hear(rig.atHead("a", 1));
        rig.watch.look();
        List<Changes.Topic> announced = new ArrayList<>();
        rig.changes.subscribe(announced::add);
        rig.watch.look();
        assertThat(announced).isEmpty();
        rig.clock.move(Duration.ofSeconds(16));
        rig.watch.look();
        assertThat(announced).containsExactly(Changes.Topic.NODES);
    }

    private List<String> events(String node) {
        return rig.history.of(node, 100).stream()
                .map(event -> event.kind() + " " + event.text())
                .toList();
    }
}
