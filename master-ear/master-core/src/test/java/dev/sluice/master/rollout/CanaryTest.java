package dev.sluice.master.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.jms.NodeState;
import dev.sluice.jms.Protocol;
import dev.sluice.master.node.States;
import dev.sluice.policy.model.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanaryTest {
    private static final Revision REVISION = new Revision(1, 6);

    /** In the group east: a, b, c; in none: d, e. Off is offline, out drains. */
    private static List<Seen> nodes() {
        List<Seen> nodes = new ArrayList<>();
        for (String id : List.of("a", "b", "c")) {
            nodes.add(Fleets.online(id, "east", Instant.EPOCH, at(id)));
        }
        for (String id : List.of("d", "e")) {
            nodes.add(Fleets.online(id, "", Instant.EPOCH, at(id)));
        }
        nodes.add(new Seen("off", "west", false, Instant.EPOCH, at("off")));
        nodes.add(Fleets.online("out", "", Instant.EPOCH, Fleets.with(at("out"), NodeState.Service.DRAINING)));
        Collections.shuffle(nodes, new Random(1));
        return nodes;
    }

    /** The same, of which only these speak more than the first version of the protocol. */
    private static List<Seen> mixed(String... current) {
        return nodes().stream()
                .map(node -> List.of(current).contains(node.id()) ? current(node) : node)
                .toList();
    }

    private static Seen current(Seen node) {
        NodeState state = States.speaking(node.state(), Protocol.CURRENT);
        return new Seen(node.id(), node.group(), node.online(), node.heardAt(), state);
    }

    private static NodeState at(String node) {
        return Fleets.at(node, Revision.NONE, "");
    }

    @ParameterizedTest
    @CsvSource({
        "1, a",
        "2, a b",
        "99, a b c d e",
        "1%, a",
        "20%, a",
        "21%, a b",
        "50%, a b c",
        "100%, a b c d e",
        "group:east, a b c",
        "nodes:d, d",
        "'nodes:e, b ,b,', b e"
    })
    void choosesOfTheNodesThatTakeTraffic(String canary, String chosen) throws Exception {
        assertThat(new Canary(canary).choose(nodes(), Fleets.policy(REVISION, "new")))
                .isEqualTo(Arrays.asList(chosen.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        "group:west, No node of the group west takes traffic now.",
        "group:nobody, No node of the group nobody takes traffic now.",
        "'nodes:a,off', These take no traffic now: off.",
        "'nodes:out,gone', 'These take no traffic now: gone, out.'"
    })
    void refusesWhomItCannotHave(String canary, String why) {
        assertThatThrownBy(() -> new Canary(canary).choose(nodes(), Fleets.policy(REVISION, "new")))
                .isInstanceOf(NoCanaryException.class)
                .hasMessage(why);
    }

    /** Only c and d of those that take traffic speak the version of the protocol that node groups in a rule need. */
    @ParameterizedTest
    @CsvSource({"1, c", "50%, c", "100%, c d", "group:east, c", "nodes:d, d"})
    void choosesOfTheNodesThatUnderstandThePolicy(String canary, String chosen) {
        assertThat(new Canary(canary).choose(mixed("c", "d"), Fleets.grouped(REVISION, "new")))
                .isEqualTo(Arrays.asList(chosen.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        "group:east, No node of the group east that takes traffic now can be sent",
        "'nodes:a,d', These cannot be sent"
    })
    void refusesWhoWouldMisunderstandThePolicy(String canary, String who) {
        assertThatThrownBy(() -> new Canary(canary).choose(mixed("d", "off", "out"), Fleets.grouped(REVISION, "new")))
                .isInstanceOf(NoCanaryException.class)
                .hasMessageStartingWith(who)
                .hasMessageContaining("the policy, which needs version 2 of the protocol");
    }

    @Test
    void refusesAClusterOfWhichNobodyUnderstandsThePolicy() {
        assertThatThrownBy(() -> new Canary("1").choose(mixed("off", "out"), Fleets.grouped(REVISION, "new")))
                .hasMessage("No node that takes traffic now can be sent the policy, which needs version 2 of the"
                        + " protocol.");
    }

    @Test
    void refusesAClusterWithoutNodes() {
        assertThatThrownBy(() -> new Canary("1").choose(List.of(), Fleets.policy(REVISION, "new")))
                .hasMessage("No node takes traffic now.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "1.5",
                "01",
                "all",
                "0%",
                "101%",
                "5 %",
                "group:",
                "nodes:",
                "nodes: ,",
                "group",
                "1234567"
            })
    void isNothingElse(String canary) {
        assertThatThrownBy(() -> new Canary(canary)).isInstanceOf(IllegalArgumentException.class);
    }
}
