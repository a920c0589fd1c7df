package dev.sluice.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.enrollment.ActivationKey;
import dev.sluice.enrollment.EnrollmentAnswer.Pending;
import dev.sluice.enrollment.EnrollmentCodec;
import dev.sluice.enrollment.EnrollmentRequest;
import dev.sluice.enrollment.Refusal;
import dev.sluice.enrollment.Refusal.Reason;
import dev.sluice.jms.Protocol;
import dev.sluice.master.enrollment.RefusalNote;
import dev.sluice.master.enrollment.RefusedException;
import dev.sluice.portal.rest.ApiServer.Answer;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JoiningApiTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final String REQUEST = EnrollmentCodec.write(
            new EnrollmentRequest("abcdefgh", "n1", "PKCS#10", "0.1.0", Protocol.CURRENT, NOW, "a".repeat(64)));

    private final ApiServer api = new ApiServer();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void makesAKeyAndShowsItsSecretThisOnce() throws Exception {
        Answer made = api.call(
                "POST",
                "keys",
                "{\"label\":\"branches\",\"uses\":5,\"ttl\":\"P7D\",\"group\":\"branch\",\"networks\":[\"10.0.0.0/8\"],"
                        + "\"autoApprove\":true}");

        assertThat(made.status()).isEqualTo(201);
        JsonObject key = made.body().asJsonObject();
        assertThat(made.header("Location")).endsWith("/keys/" + key.getString("id"));
        assertThat(ActivationKey.parse(key.getString("key")).id()).isEqualTo(key.getString("id"));
        JsonObject listed = api.call("GET", "keys", "").body().asJsonArray().getJsonObject(0);
        assertThat(listed).doesNotContainKey("key");
        assertThat(key).containsAllEntriesOf(listed);
        assertThat(listed.getString("createdBy")).isEqualTo("admin");
        assertThat(listed.getInt("mostUses")).isEqualTo(5);
        assertThat(listed.getJsonArray("networks").getString(0)).isEqualTo("10.0.0.0/8");
    }

    @Test
    void revokesAKeyOnce() throws Exception {
        String id = api.call("POST", "keys", "").body().asJsonObject().getString("id");
        assertThat(api.call("DELETE", "keys/" + id, "").status()).isEqualTo(204);
        assertThat(api.call("DELETE", "keys/" + id, "").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"uses\":0}; uses",
                "{\"uses\":1.5}; uses",
                "{\"uses\":99999999999999999999}; uses",
                "{\"uses\":\"5\"}; uses",
                "{\"ttl\":\"7 days\"}; ttl",
                "{\"ttl\":\"PT1S\"}; ttl",
                "{\"ttl\":7}; ttl",
                "{\"group\":\"Branch Vienna\"}; group",
                "{\"networks\":\"10.0.0.0/8\"}; networks",
                "{\"networks\":[\"10.0.0.0/8\",\"10.0.0.1/8\"]}; networks[1]",
                "{\"autoApprove\":\"yes\"}; autoApprove",
                "{\"label\":7}; label",
                "{\"auto-approve\":true}; auto-approve",
            })
    void namesTheFieldThatIsWrongAndTheFix(String body, String field) throws Exception {
        Answer answer = api.call("POST", "keys", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body().asJsonObject().getString("field")).isEqualTo(field);
        assertThat(answer.body().asJsonObject().getString("fix")).isNotEmpty();
    }

    @Test
    void letsANodeAskAndAskAgainWithoutAToken() throws Exception {
        Answer asked = api.bare("POST", "enrollments", REQUEST, List.of());
        assertThat(asked.status()).isEqualTo(202);
        Pending pending = (Pending) EnrollmentCodec.readAnswer(asked.text());
        assertThat(api.enrollments.addresses).containsExactly("192.0.2.7");

        Answer polled = api.bare("GET", "enrollments/" + pending.id(), "", List.of());
        assertThat(polled.status()).isEqualTo(202);
        assertThat(polled.text()).isEqualTo(asked.text());
        assertThat(api.bare("GET", "enrollments/unknown", "", List.of()).status())
                .isEqualTo(404);
    }

    @Test
    void needsATokenForAllElse() throws Exception {
        for (String path : List.of("keys", "enrollments", "nodes")) {
            assertThat(api.bare("GET", path, "", List.of()).status()).isEqualTo(401);
        }
        for (String path : List.of("keys", "enrollments/x/approve", "enrollments/x/decline", "nodes/slave-1/remove")) {
            assertThat(api.bare("POST", path, "{}", List.of()).status()).isEqualTo(401);
        }
    }

    @Test
    void refusesWithTheReasonAndTheTimeToWait() throws Exception {
        api.enrollments.refusal =
                Optional.of(new RefusedException(new Refusal(Reason.FLOOD, "Too many."), Duration.ofMillis(1_500)));
        Answer refused = api.bare("POST", "enrollments", REQUEST, List.of());
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.header("Retry-After")).isEqualTo("2");
        assertThat(refused.body().asJsonObject().getString("reason")).isEqualTo("flood");

        api.enrollments.refusal = Optional.of(new RefusedException(new Refusal(Reason.CLOCK_OFF, "It is off.")));
        Answer off = api.bare("POST", "enrollments", REQUEST, List.of());
        assertThat(off.status()).isEqualTo(409);
        assertThat(off.header("Retry-After")).isEmpty();
    }

    @Test
    void refusesWhatIsNoRequest() throws Exception {
        Answer malformed = api.bare("POST", "enrollments", "{\"v\":1}", List.of());
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(malformed.body().asJsonObject().getString("reason")).isEqualTo("malformed");
        assertThat(api.bare("POST", "enrollments", "", List.of()).status()).isEqualTo(400);
    }

    @Test
    void readsNoLongBodyOfAStranger() throws Exception {
        String body = "x".repeat((int) ApiServer.BODY_LIMIT + 1);
        assertThat(api.bare("POST", "enrollments", body, List.of()).status()).isEqualTo(413);
    }

    @Test
    void listsWhoWaitsAndWhoWasRefused() throws Exception {
        api.bare("POST", "enrollments", REQUEST, List.of());
        api.enrollments.refused.add(new RefusalNote(NOW, "192.0.2.9", "n9", "key", "clock-off", "It is off."));
        JsonObject list = api.call("GET", "enrollments", "").body().asJsonObject();
        assertThat(list.getJsonArray("pending").getJsonObject(0).getString("node"))
                .isEqualTo("n1");
        assertThat(list.getJsonArray("refused").getJsonObject(0).getString("reason"))
                .isEqualTo("clock-off");
    }

    @Test
    void approvesAndDeclinesByTheIdOfTheRequest() throws Exception {
        api.bare("POST", "enrollments", REQUEST, List.of());
        String id = api.enrollments.waiting.get(0).id();
        Answer approved = api.call("POST", "enrollments/" + id + "/approve", "");
        assertThat(approved.status()).isEqualTo(200);
        assertThat(approved.body().asJsonObject().getString("node")).isEqualTo("n1");
        assertThat(api.call("POST", "enrollments/" + id + "/approve", "").status())
                .isEqualTo(404);
        assertThat(api.call("POST", "enrollments/" + id + "/decline", "").status())
                .isEqualTo(404);
    }

    @Test
    void approvesByTheIdOfTheNodeIfThatIsClear() throws Exception {
        assertThat(api.call("POST", "nodes/n1/approve", "").status()).isEqualTo(404);
        api.bare("POST", "enrollments", REQUEST, List.of());
        assertThat(api.call("POST", "nodes/n1/approve", "").status()).isEqualTo(200);
        api.bare("POST", "enrollments", REQUEST, List.of());
        api.bare("POST", "enrollments", REQUEST, List.of());
        assertThat(api.call("POST", "nodes/n1/approve", "").status()).isEqualTo(409);
    }

    @Test
    void saysWhyANodeCannotBeApprovedAnyMore() throws Exception {
        api.bare("POST", "enrollments", REQUEST, List.of());
        api.enrollments.refusal = Optional.of(new RefusedException(new Refusal(Reason.NODE_LIVE, "It is at work.")));
        Answer refused = api.call("POST", "nodes/n1/approve", "");
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text()).contains("It is at work.");
    }
}
