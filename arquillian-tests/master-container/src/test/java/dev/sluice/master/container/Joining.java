package dev.sluice.master.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.sluice.enrollment.ActivationKey;
import dev.sluice.enrollment.EnrollmentAnswer.Approved;
import dev.sluice.enrollment.EnrollmentClient;
import dev.sluice.enrollment.EnrollmentProgress;
import dev.sluice.enrollment.EnrollmentRefusedException;
import dev.sluice.fixtures.RestClient;
import dev.sluice.fixtures.StandInSlave;
import dev.sluice.identity.CertificateChain;
import dev.sluice.identity.NodeIdentity;
import dev.sluice.identity.PolicyVerifier;
import dev.sluice.jms.CommandMessage;
import dev.sluice.jms.CommandMessage.Deed;
import dev.sluice.jms.PolicyMessage;
import dev.sluice.policy.model.Revision;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Nodes that join over HTTPS with the product's own client, speak over the broker with what they got, and are removed. */
interface Joining {
    Duration LONG = Duration.ofSeconds(30);

    Bench bench();

    @Test
    default void takesInANodeThatAPersonApproves() throws Exception {
        ActivationKey key = newKey("{\"uses\": 1, \"group\": \"branch\"}");
        CompletableFuture<String> waiting = new CompletableFuture<>();
        NodeIdentity identity = bench().identities().identity("waiting-1");
        CompletableFuture<Approved> joining = CompletableFuture.supplyAsync(() -> {
            try {
                return new EnrollmentClient(bench().portal(), key, Clock.systemUTC())
                        .enrol("waiting-1", identity.request("waiting-1"), Bench.version(), LONG, new Told(waiting));
            } catch (IOException | InterruptedException | EnrollmentRefusedException e) {
                throw new IllegalStateException(e);
            }
        });
        String id = await("the node waits").atMost(LONG).until(() -> waiting.getNow(""), text -> !text.isEmpty());
        JsonObject pending = bench().admin()
                .read("/api/v1/enrollments")
                .asJsonObject()
                .getJsonArray("pending")
                .getJsonObject(0);
        assertThat(pending.getString("id")).isEqualTo(id);
        assertThat(pending.getString("node")).isEqualTo("waiting-1");

        assertThat(bench().admin().post("/api/v1/nodes/waiting-1/approve", "").statusCode())
                .isEqualTo(200);

        Approved approved = await("the node is in")
                .atMost(LONG)
                .until(() -> joining, CompletableFuture::isDone)
                .join();
        assertThat(approved.group()).isEqualTo("branch");
        assertThat(approved.brokerPort()).isEqualTo(bench().broker().port());
    }

    /** Told the request's id. */
    record Told(CompletableFuture<String> id) implements EnrollmentProgress {
        @Override
        public void masterIsAway(String why) {}

        @Override
        public void waitsForApproval(String request) {
            id.complete(request);
        }

        @Override
        public void mustWait(Duration time) {}
    }

    @Test
    default void refusesANodeOfAnotherVersionAndShowsIt() throws Exception {
        NodeIdentity identity = bench().identities().identity("old-1");
        EnrollmentClient client = new EnrollmentClient(bench().portal(), bench().key(), Clock.systemUTC());

        assertThatExceptionOfType(EnrollmentRefusedException.class)
                .isThrownBy(() -> client.enrol(
                        "old-1", identity.request("old-1"), "0.0.9", LONG, new Told(new CompletableFuture<>())))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo("version-incompatible"));

        JsonObject refused = bench().admin()
                .read("/api/v1/enrollments")
                .asJsonObject()
                .getJsonArray("refused")
                .getJsonObject(0);
        assertThat(refused.getString("node")).isEqualTo("old-1");
        assertThat(refused.getString("reason")).isEqualTo("version-incompatible");
    }

    @Test
    default void removesANodeAtOnceAndLetsItBackWhenItIsReadmitted() throws Exception {
        try (StandInSlave slave = bench().slave("removed-1")) {
            awaitAnswer(slave);
            assertThat(bench().admin()
                            .post("/api/v1/nodes/removed-1/remove", "")
                            .statusCode())
                    .isEqualTo(204);
            assertThat(status("removed-1")).isEqualTo("REMOVED");
        }
        assertThatExceptionOfType(EnrollmentRefusedException.class)
                .isThrownBy(() -> bench().join("removed-1", bench().key()))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo("node-removed"));

        assertThat(bench().admin().post("/api/v1/nodes/removed-1/readmit", "").statusCode())
                .isEqualTo(204);
        bench().join("removed-1", bench().key());
        try (StandInSlave slave = bench().slave("removed-1")) {
            awaitAnswer(slave);
        }
    }

    @Test
    default void renewsACertificateOverTheBroker() throws Exception {
        try (StandInSlave slave = bench().slave("renewed-1")) {
            NodeIdentity identity = bench().identities().identity("renewed-1");
            String before = identity.current().orElseThrow().serial();
            bench().ageCertificates();
            slave.askForCertificate(identity.request("renewed-1").pem());
            await("a certificate").atMost(LONG).until(() -> !slave.certificates()
                    .isEmpty());

            CertificateChain chain =
                    CertificateChain.parse(slave.certificates().get(0).chain());
            identity.accept(chain, bench().identities().authority().certificate());
            assertThat(identity.current().orElseThrow().serial()).isNotEqualTo(before);
        }
        try (StandInSlave slave = bench().slave("renewed-1")) {
            awaitAnswer(slave);
        }
    }

    @Test
    default void signsPoliciesSoThatNodesBelieveThem() throws Exception {
        try (StandInSlave slave = bench().slave("slave-2")) {
            await("the policy")
                    .atMost(LONG)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        slave.say(Revision.NONE, "", Optional.empty());
                        return !slave.policiesForThisNode().isEmpty();
                    });
            PolicyMessage message = slave.policiesForThisNode().get(0);
            var signature = message.signature().orElseThrow();
            new PolicyVerifier(bench().identities().authority().certificate())
                    .verify(signature.certificate(), signature.value(), message.signedBytes());
        }
    }

    @Test
    default void tellsANodeToDrainAndInWhichGroupItIs() throws Exception {
        try (StandInSlave slave = bench().slave("slave-1")) {
            awaitAnswer(slave);
            RestClient admin = bench().admin();
            assertThat(admin.post("/api/v1/nodes/slave-1/drain", "{\"deadline\": \"PT2M\"}")
                            .statusCode())
                    .isEqualTo(202);
            await("the command").atMost(LONG).until(() -> !slave.commands().isEmpty());
            CommandMessage command = slave.commands().get(0);
            assertThat(command.deed()).isEqualTo(Deed.DRAIN);
            assertThat(command.deadline()).isEqualTo(Duration.ofMinutes(2));

            assertThat(admin.post("/api/v1/nodes/slave-1/group", "{\"group\": \"lab\"}")
                            .statusCode())
                    .isEqualTo(204);
            await("the group").atMost(LONG).until(() -> slave.heads().stream()
                    .anyMatch(head -> head.group().equals("lab")));
        }
    }

    private void awaitAnswer(StandInSlave slave) {
        await("an answer to " + slave.node())
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    slave.say(Revision.NONE, "", Optional.empty());
                    return !slave.heads().isEmpty();
                });
    }

    private ActivationKey newKey(String terms) throws IOException, InterruptedException {
        JsonObject made =
                RestClient.json(bench().admin().post("/api/v1/keys", terms)).asJsonObject();
        return ActivationKey.parse(made.getString("key"));
    }

    private String status(String node) throws IOException, InterruptedException {
        return bench().admin().read("/api/v1/nodes/" + node).asJsonObject().getString("status");
    }
}
