package dev.sluice.master.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.jms.NodeState;
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
        assertThat(new Canary(canary).choose(nodes())).isEqualTo(Arrays.asList(chosen.split(" ")));
    }

    @ParameterizedTest
    @CsvSource({
        "group:west, No node of the group west takes traffic now.",
        "group:nobody, No node of the group nobody takes traffic now.",
        "'nodes:a,off', These take no traffic now: off.",
        "'nodes:out,gone', 'These take no traffic now: gone, out.'"
    })
    void refusesWhomItCannotHave(String canary, String why) {
        assertThatThrownBy(() -> new Canary(canary).choose(nodes()))
                .isInstanceOf(NoCanaryException.class)
                .hasMessage(why);
    }

    @Test
    void refusesAClusterWithoutNodes() {
        assertThatThrownBy(() -> new Canary("1").choose(List.of())).hasMessage("No node takes traffic now.");
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
