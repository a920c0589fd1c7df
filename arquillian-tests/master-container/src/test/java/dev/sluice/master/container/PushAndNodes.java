package dev.sluice.master.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.fixtures.StandInSlave;
import dev.sluice.jms.HeadMessage;
import dev.sluice.jms.NodeState;
import dev.sluice.jms.NodeState.Rejection;
import dev.sluice.jms.PolicyMessage;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.model.Revision;
import jakarta.json.JsonObject;
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
            Revision revision = bench().publish(Rules.allButHost("pushed.example"));

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
            Revision revision = bench().publish(Rules.allButHost("listed.example"));
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
            Revision head = bench().publish(Rules.allButHost("answered.example"));
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
            Revision head = bench().publish(Rules.allButHost("lagging.example"));
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
            Revision head = bench().publish(Rules.allButHost("refused.example"));
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
    default void takesARevisionBackThatItsCanaryRefuses() throws Exception {
        try (StandInSlave canary = bench().slave("slave-1");
                StandInSlave other = bench().slave("slave-2")) {
            Revision base = bench().publish(Rules.allButHost("base.example"));
            String hash = arrived(canary, base).hash();
            canary.say(base, hash, Optional.empty());
            Revision bad = bench().publish(
                            Rules.allButHost("bad.example"),
                            "{\"rollout\": {\"canary\": \"nodes:slave-1\", \"hold\": \"PT10M\"}}");
            await("the canary gets it").atMost(PATIENCE).until(() -> canary.policiesForThisNode().stream()
                    .anyMatch(message -> message.revision().equals(bad)));

            canary.say(base, hash, Optional.of(new Rejection(bad, "rules[0]", "Not this one.")));

            PolicyMessage back = arrived(other, new Revision(bad.epoch(), bad.number() + 1));
            assertThat(back.bundle()).isEqualTo(Rules.allButHost("base.example"));
            assertThat(other.policiesForAll())
                    .noneMatch(message -> message.revision().equals(bad));
            JsonObject rollout =
                    bench().admin().read("/api/v1/policy/rollouts/current").asJsonObject();
            assertThat(rollout.getString("state")).isEqualTo("ROLLED_BACK");
            assertThat(rollout.getString("reason")).isEqualTo("slave-1 refused it: rules[0]: Not this one.");
            assertThat(rollout.getInt("back")).isEqualTo((int) bad.number() + 1);
        }
    }

    @Test
    default void sendsWhatWasPublishedWhileTheBrokerWasAway() throws Exception {
        try (StandInSlave slave = bench().slave("slave-1")) {
            Revision revision;
            bench().broker().stop();
            try {
                revision = bench().publish(Rules.allButHost("away.example"));
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

    static PolicyMessage arrived(StandInSlave slave, Revision revision) {
        return await("the policy " + revision + " comes to " + slave.node())
                .atMost(PATIENCE)
                .until(
                        () -> slave.policiesForAll().stream()
                                .filter(message -> message.revision().equals(revision))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    @Test
    default void sendsThePolicyAnewToANodeInSyncThatWasToldToResync() throws Exception {
        try (StandInSlave slave = bench().slave("slave-1")) {
            Revision head = bench().publish(Rules.allButHost("anew.example"));
            String hash = arrived(slave, head).hash();
            slave.say(head, hash, Optional.empty());
            awaitStatus("slave-1", "IN_SYNC");
            assertThat(bench().admin().post("/api/v1/nodes/slave-1/resync", "").statusCode())
                    .isEqualTo(202);
            await("the command and the policy")
                    .atMost(PATIENCE)
                    .until(() -> !slave.commands().isEmpty()
                            && slave.policiesForThisNode().size() == 1);

            await("it comes again, as if the first had been lost")
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        slave.sayAfterResync(head, hash);
                        return slave.policiesForThisNode().size() == 2;
                    });
            assertThat(slave.policiesForThisNode())
                    .allMatch(message -> message.revision().equals(head));
        }
    }

    private void awaitStatus(String node, String status) {
        bench().awaitStatus(node, status);
    }
}
