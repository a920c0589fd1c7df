package dev.sluice.master.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.fixtures.RawResponse;
import dev.sluice.fixtures.StandInSlave;
import dev.sluice.policy.model.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Those who say what they may not: refused, counted, and a node in good standing notices nothing. */
interface Intruders {
    String ENROLLMENTS = "/api/v1/enrollments";
    Duration SOON = Duration.ofSeconds(30);

    Bench bench();

    @Test
    default void refusesAStateInTheNameOfAnotherNodeWhoeverItClaimsToBe() throws Exception {
        try (StandInSlave slave = bench().slave("slave-1");
                StandInSlave victim = bench().slave("slave-2")) {
            goesOn(victim, "before-the-forgeries.example");
            long boot = bench().node("slave-2").getJsonNumber("boot").longValue();
            long refused = bench().refused("states");

            slave.send(slave.state("slave-2", Revision.NONE, "", Optional.empty()));
            slave.sendAsThatNode(slave.state("slave-2", Revision.NONE, "", Optional.empty()));
            slave.sendAsThatNode(slave.state("slave-9", Revision.NONE, "", Optional.empty()));

            await("all three are counted").atMost(SOON).until(() -> bench().refused("states") == refused + 3);
            assertThat(bench().node("slave-2").getJsonNumber("boot").longValue())
                    .isEqualTo(boot);
            assertThat(bench().admin().get("/api/v1/nodes/slave-9").statusCode())
                    .isEqualTo(404);
            goesOn(victim, "after-the-forgeries.example");
        }
    }

    @Test
    default void givesNoNodeTheCertificateOfAnother() throws Exception {
        try (StandInSlave slave = bench().slave("slave-1");
                StandInSlave victim = bench().slave("slave-2")) {
            bench().ageCertificates(); // so that each might get its own next one
            long refused = bench().refused("certificateRequests");

            slave.askForCertificate(
                    "slave-2",
                    bench().identities().identity("stolen").request("slave-2").pem());

            await("it is counted").atMost(SOON).until(() -> bench().refused("certificateRequests") == refused + 1);
            goesOn(victim, "after-the-theft.example");
            assertThat(slave.certificates()).isEmpty();
            assertThat(victim.certificates()).isEmpty();
        }
    }

    @Test
    default void turnsAFloodOfRequestsToJoinAwayWithoutHarmToOthers() throws Exception {
        try (StandInSlave slave = bench().slave("slave-1")) {
            long floods = bench().refused("floods");
            List<RawResponse> answers = new ArrayList<>();
            for (int i = 0; i < 45; i++) {
                answers.add(bench().stranger().postFrom("127.0.0.9", ENROLLMENTS, "{}"));
            }

            List<RawResponse> turnedAway =
                    answers.stream().filter(answer -> answer.status() == 429).toList();
            assertThat(turnedAway).isNotEmpty().allSatisfy(answer -> {
                assertThat(answer.body()).contains("\"flood\"", "127.0.0.9");
                assertThat(answer.header("Retry-After")).matches("[1-9]\\d*");
            });
            assertThat(answers).first().extracting(RawResponse::status).isEqualTo(400);
            assertThat(bench().refused("floods")).isEqualTo(floods + turnedAway.size());
            assertThat(bench().stranger()
                            .postFrom("127.0.0.10", ENROLLMENTS, "{}")
                            .status())
                    .isEqualTo(400);
            goesOn(slave, "after-the-flood.example");
        }
    }

    /** A policy reaches this node, its state is believed, and its records are stored. */
    private void goesOn(StandInSlave slave, String host) throws Exception {
        Revision head = bench().publish(Rules.allButHost(host));
        slave.say(head, PushAndNodes.arrived(slave, head).hash(), Optional.empty());
        bench().awaitStatus(slave.node(), "IN_SYNC");
        int answers = slave.applied().size();
        slave.send(slave.batch(answers, RecordIntake.records(host, 1)));
        await("the record is stored").atMost(SOON).until(() -> slave.applied().size() > answers);
    }
}
