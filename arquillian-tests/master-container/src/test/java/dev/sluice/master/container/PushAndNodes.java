package dev.sluice.master.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.fixtures.RestClient;
import dev.sluice.fixtures.StandInSlave;
import dev.sluice.jms.HeadMessage;
import dev.sluice.jms.NodeState;
import dev.sluice.jms.NodeState.Rejection;
import dev.sluice.jms.PolicyCodec;
import dev.sluice.jms.PolicyMessage;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Policies on their way out over the topic, and the states that come back, with slaves' own certificates. */
interface PushAndNodes {
    Duration PATIENCE = Duration.ofSeconds(30);

    Bench bench();

    @Test
    default void sendsAPublishedPolicyToEverySlave() throws Exception {
        try (StandInSlave one = bench().slave("slave-1");
                StandInSlave two = bench().slave("slave-2")) {
            Revision revision = publish(Rules.allButHost("pushed.example"));

            PolicyMessage message = arrived(one, revision);
            assertThat(message.bundle()).isEqualTo(Rules.allButHost("pushed.example"));
            assertThat(message.hash())
                    .isEqualTo(new PolicyCompiler()
                            .compile(message.bundle(), revision)
                            .hash());
            assertThat(arrived(two, revision)).isEqualTo(message);
        }
    }

    @Test
    default void listsANodeByWhatItEnforces() throws Exception {
        try (StandInSlave slave = bench().slave("slave-1")) {
            Revision revision = publish(Rules.allButHost("listed.example"));
            String hash = arrived(slave, revision).hash();

            slave.say(new Revision(1, 1), hash, Optional.empty());
            awaitStatus("slave-1", "PENDING");
            slave.say(revision, hash, Optional.empty());
            awaitStatus("slave-1", "IN_SYNC");
            slave.say(revision, "0".repeat(64), Optional.empty());
            slave.say(newHead(slave, revision), "0".repeat(64), Optional.empty());
            awaitStatus("slave-1", "STALE");
        }
    }

    /** Another hash is taken for a policy of before a restoring first, and published over. */
    private Revision newHead(StandInSlave slave, Revision than) {
        await("a newer head").atMost(PATIENCE).until(() -> slave.heads().stream()
                .anyMatch(answer -> answer.head().isNewerThan(than)));
        return slave.heads().get(slave.heads().size() - 1).head();
    }

    @Test
    default void answersEachStateWithTheHeadAndTheTimesItTook() throws Exception {
        try (StandInSlave slave = bench().slave("slave-1")) {
            Revision head = publish(Rules.allButHost("answered.example"));
            NodeState state = slave.state("slave-1", Revision.NONE, "", Optional.empty());
            slave.send(state);

            await("an answer").atMost(PATIENCE).until(() -> !slave.heads().isEmpty());
            HeadMessage answer = slave.heads().get(0);
            assertThat(answer.head()).isEqualTo(head);
            assertThat(answer.epoch()).isEqualTo(head.epoch());
            assertThat(answer.sequence()).isEqualTo(state.sequence());
            assertThat(answer.stateSentAt()).isEqualTo(state.sentAt());
            assertThat(answer.stateHeardAt()).isBetween(state.sentAt(), answer.sentAt());
        }
    }

    @Test
    default void sendsThePolicyToANodeThatLagsAndToNoOther() throws Exception {
        try (StandInSlave lagging = bench().slave("slave-2");
                StandInSlave other = bench().slave("slave-1")) {
            Revision head = publish(Rules.allButHost("lagging.example"));
            arrived(other, head);
            other.say(head, arrived(other, head).hash(), Optional.empty());

            await("the policy comes again")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        lagging.say(Revision.NONE, "", Optional.empty());
                        return lagging.policiesForThisNode().stream()
                                .anyMatch(message -> message.revision().equals(head));
                    });
            assertThat(other.policiesForThisNode()).isEmpty();
        }
    }

    @Test
    default void leavesANodeAloneThatRefusedTheHead() throws Exception {
        try (StandInSlave refusing = bench().slave("slave-3");
                StandInSlave lagging = bench().slave("slave-2")) {
            Revision head = publish(Rules.allButHost("refused.example"));
            arrived(refusing, head);

            await("the policy comes again to the one that lags")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        refusing.say(Revision.NONE, "", Optional.of(new Rejection(head, "rules[0]", "Not this one.")));
                        lagging.say(Revision.NONE, "", Optional.empty());
                        return !lagging.policiesForThisNode().isEmpty();
                    });

            assertThat(refusing.policiesForThisNode()).isEmpty();
            JsonObject node = bench().admin().read("/api/v1/nodes/slave-3").asJsonObject();
            assertThat(node.getString("status")).isEqualTo("REJECTED");
            assertThat(node.getJsonObject("rejected").getString("problem")).isEqualTo("Not this one.");
        }
    }

    @Test
    default void sendsWhatWasPublishedWhileTheBrokerWasAway() throws Exception {
        try (StandInSlave slave = bench().slave("slave-1")) {
            Revision revision;
            bench().broker().stop();
            try {
                revision = publish(Rules.allButHost("away.example"));
            } finally {
                bench().broker().start();
            }

            await("the policy comes")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        slave.say(Revision.NONE, "", Optional.empty());
                        return Stream.of(slave.policiesForAll(), slave.policiesForThisNode())
                                .flatMap(List::stream)
                                .anyMatch(message -> message.revision().equals(revision));
                    });
        }
    }

    @Test
    default void dropsAStateThatSpeaksForAnotherNode() throws Exception {
        try (StandInSlave slave = bench().slave("slave-1")) {
            slave.send(slave.state("slave-9", Revision.NONE, "", Optional.empty()));
            slave.say(Revision.NONE, "", Optional.empty()); // came after it, so that was handled

            await("the honest state is listed")
                    .atMost(PATIENCE)
                    .until(() ->
                            bench().admin().get("/api/v1/nodes/slave-1").body().contains("\"boot\":" + slave.boot()));
            assertThat(bench().admin().get("/api/v1/nodes/slave-9").statusCode())
                    .isEqualTo(404);
        }
    }

    private Revision publish(PolicyBundle policy) throws IOException, InterruptedException {
        RestClient admin = bench().admin();
        assertThat(admin.put("/api/v1/policy/draft", PolicyCodec.write(policy), "*")
                        .statusCode())
                .isEqualTo(200);
        JsonObject published = RestClient.json(admin.post("/api/v1/policy/publish", "{\"comment\": \"A test.\"}"))
                .asJsonObject();
        return new Revision(published.getInt("epoch"), published.getInt("number"));
    }

    private static PolicyMessage arrived(StandInSlave slave, Revision revision) {
        return await("the policy " + revision + " comes to " + slave.node())
                .atMost(PATIENCE)
                .until(
                        () -> slave.policiesForAll().stream()
                                .filter(message -> message.revision().equals(revision))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private void awaitStatus(String node, String status) {
        await(node + " is " + status).atMost(PATIENCE).untilAsserted(() -> assertThat(bench().admin()
                        .read("/api/v1/nodes/" + node)
                        .asJsonObject()
                        .getString("status"))
                .isEqualTo(status));
    }
}
