package dev.sluice.master.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.fixtures.StandInSlave;
import dev.sluice.jms.PolicyMessage;
import dev.sluice.jms.Protocol;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import dev.sluice.policy.model.Rule;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A node that speaks the first protocol only stays in service for what that can say. */
interface OldNodes {
    Duration A_WHILE = Duration.ofSeconds(30);

    Bench bench();

    @Test
    default void servesANodeOfTheFirstProtocolAndSaysWhatItCannotTake() throws Exception {
        try (StandInSlave old = bench().slave("old-2", Protocol.FIRST);
                StandInSlave current = bench().slave("slave-1")) {
            Revision listed = bench().publish(longList());
            PolicyMessage whole = sentTo(old, Revision.NONE, "", listed);
            assertThat(whole.sections()).isEmpty();
            assertThat(whole.bundle()).isEqualTo(longList());
            assertThat(PushAndNodes.arrived(current, listed).sections()).hasSize(1);
            old.say(listed, whole.hash(), Optional.empty());
            bench().awaitStatus("old-2", "IN_SYNC");

            Revision grouped = bench().publish(Rules.allBut(new Condition.InNodeGroup(List.of("branch"))));
            PushAndNodes.arrived(current, grouped);
            bench().awaitStatus("old-2", "INCOMPATIBLE");
            old.say(listed, whole.hash(), Optional.empty());
            JsonObject node = bench().node("old-2");
            assertThat(node.getString("problem"))
                    .contains("version 1 of the protocol", "revision " + grouped, "keeps what it has");
            assertThat(node.getJsonObject("active").getInt("number")).isEqualTo((int) listed.number());
            assertThat(node.getJsonObject("protocol").getInt("newest")).isEqualTo(1);
            assertThat(bench().admin().post("/api/v1/nodes/old-2/resync", "").statusCode())
                    .isEqualTo(202);

            Revision plain = bench().publish(Rules.allButHost("plain.example"));
            PolicyMessage next = PushAndNodes.arrived(old, plain);
            old.say(plain, next.hash(), Optional.empty());
            bench().awaitStatus("old-2", "IN_SYNC");
            assertThat(bench().node("old-2").getString("problem")).isEmpty();
            assertThat(old.policiesForThisNode())
                    .extracting(PolicyMessage::revision)
                    .containsOnly(listed);
            assertThat(old.notUnderstood())
                    .as("what goes to all in another form")
                    .isEqualTo(2);
        }
    }

    private static PolicyMessage sentTo(StandInSlave node, Revision active, String hash, Revision wanted) {
        return await("the policy comes to " + node.node())
                .atMost(A_WHILE)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> {
                            node.say(active, hash, Optional.empty());
                            return node.policiesForThisNode().stream()
                                    .filter(message -> message.revision().equals(wanted))
                                    .findFirst();
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    /** Over 16 KiB, so that it travels apart. */
    private static PolicyBundle longList() {
        List<String> domains = IntStream.range(0, 1_000)
                .mapToObj("blocked-%05d.example"::formatted)
                .toList();
        Rule rule = new Rule(
                "long", "Long", true, List.of(new Condition.InCategory(List.of("long"))), new Action.Block(""));
        return new PolicyBundle(List.of(rule), List.of(new Category("long", domains)), List.of(), new Action.Allow());
    }
}
