package dev.sluice.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.master.rollout.Canary;
import dev.sluice.master.rollout.Limits;
import dev.sluice.master.rollout.Plan;
import dev.sluice.portal.rest.ApiServer.Answer;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutsApiTest {
    private final ApiServer api = new ApiServer();

    @AfterEach
    void stop() {
        api.close();
    }

    private Answer publish(String rollout) throws Exception {
        return api.call("POST", "policy/publish", "{\"comment\":\"ads\",\"rollout\":" + rollout + "}");
    }

    @Test
    void saysThatThereWasNeverOne() throws Exception {
        api.call("POST", "policy/publish", "{\"comment\":\"for all\"}");
        assertThat(api.call("GET", "policy/rollouts/current", "").text()).isEqualTo("{}");
        assertThat(api.call("GET", "policy/rollouts", "").text()).isEqualTo("[]");
    }

    @Test
    void publishesToAFewFirst() throws Exception {
        Answer published = publish("{\"canary\":\"25%\",\"hold\":\"PT10M\",\"maxErrorRate\":0.05,"
                + "\"maxBlockRate\":1,\"maxLatencyMillis\":500}");

        assertThat(published.status()).isEqualTo(201);
        assertThat(api.rollouts.current().orElseThrow().plan())
                .isEqualTo(new Plan(
                        new Canary("25%"),
                        Duration.ofMinutes(10),
                        new Limits(Optional.of(0.05), Optional.of(1.0), Optional.of(500L))));
        JsonObject current =
                api.call("GET", "policy/rollouts/current", "").body().asJsonObject();
        assertThat(current.getInt("epoch")).isEqualTo(1);
        assertThat(current.getInt("number")).isEqualTo(2);
        assertThat(current.getInt("base")).isEqualTo(1);
        assertThat(current.getString("state")).isEqualTo("CANARY");
        assertThat(current.getString("reason")).isEqualTo("Waiting for slave-1.");
        assertThat(current.getString("canary")).isEqualTo("25%");
        assertThat(current.getString("askedBy")).isEqualTo("admin");
        assertThat(current.getString("hold")).isEqualTo("PT10M");
        assertThat(current.getString("holdUntil")).isEqualTo("2026-03-01T10:10:00Z");
        assertThat(current.getJsonNumber("maxErrorRate").doubleValue()).isEqualTo(0.05);
        assertThat(current).doesNotContainKeys("endedAt", "back");
        assertThat(current.getJsonArray("nodes").getJsonObject(0).toString())
                .isEqualTo("{\"id\":\"slave-1\",\"stage\":\"WAITING\",\"problem\":\"\",\"exchanges\":40,"
                        + "\"blocked\":10,\"failed\":2,\"latencyMillis\":12.3}");
        JsonObject listed = api.call("GET", "policy/rollouts?limit=1", "")
                .body()
                .asJsonArray()
                .getJsonObject(0);
        assertThat(listed.getInt("number")).isEqualTo(2);
        assertThat(listed).doesNotContainKeys("nodes", "maxLatency");
    }

    @Test
    void needsNoLimits() throws Exception {
        assertThat(publish("{\"canary\":\"1\",\"hold\":\"PT0S\",\"maxErrorRate\":null}")
                        .status())
                .isEqualTo(201);
        assertThat(api.rollouts.current().orElseThrow().plan().limits()).isEqualTo(Limits.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | rollout | It is an object",
                "{} | rollout.canary | Say who gets it first",
                "{'canary':'0','hold':'PT1S'} | rollout.canary | Say who gets it first",
                "{'canary':1,'hold':'PT1S'} | rollout.canary | Say who gets it first",
                "{'canary':'group:','hold':'PT1S'} | rollout.canary | Say who gets it first",
                "{'canary':'1'} | rollout.hold | Say how long",
                "{'canary':'1','hold':'30s'} | rollout.hold | It is a duration from PT0S to PT168H",
                "{'canary':'1','hold':'-PT1S'} | rollout.hold | It is a duration from PT0S to PT168H",
                "{'canary':'1','hold':'P8D'} | rollout.hold | It is a duration from PT0S to PT168H",
                "{'canary':'1','hold':'PT1S','maxErrorRate':5} | rollout.maxErrorRate | It is a share from 0 to 1",
                "{'canary':'1','hold':'PT1S','maxErrorRate':'5%'} | rollout.maxErrorRate | It is a share from 0 to 1",
                "{'canary':'1','hold':'PT1S','maxBlockRate':-0.1} | rollout.maxBlockRate | It is a share from 0 to 1",
                "{'canary':'1','hold':'PT1S','maxLatencyMillis':0} | rollout.maxLatencyMillis | It is a whole number",
                "{'canary':'1','hold':'PT1S','maxLatencyMillis':0.5} | rollout.maxLatencyMillis | It is a whole number",
                "{'canary':'1','hold':'PT1S','maxErors':1} | rollout.maxErors | There is no such field",
            })
    void namesTheFieldThatIsWrong(String rollout, String field, String fix) throws Exception {
        Answer answer = publish(rollout.replace('\'', '"'));

        assertThat(answer.status()).isEqualTo(400);
        JsonObject problem = answer.body().asJsonObject();
        assertThat(problem.getString("field")).isEqualTo(field);
        assertThat(problem.getString("fix")).startsWith(fix);
        assertThat(api.policies.head().revision().number()).isEqualTo(1);
    }

    @Test
    void refusesAMisspeltFieldSoThatNothingIsPublishedForAllByMistake() throws Exception {
        Answer answer = api.call("POST", "policy/publish", "{\"rolout\":{\"canary\":\"1\"}}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().asJsonObject().getString("field")).isEqualTo("rolout");
    }

    @Test
    void saysWhyThereIsNoCanary() throws Exception {
        api.rollouts.nobodyThere = true;
        Answer answer = publish("{\"canary\":\"1\",\"hold\":\"PT1S\"}");
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body().asJsonObject().getString("detail")).isEqualTo("No node takes traffic now.");
    }

    @Test
    void promotesAndAborts() throws Exception {
        publish("{\"canary\":\"1\",\"hold\":\"PT1S\"}");
        Answer promoted = api.call("POST", "policy/rollouts/current/promote", "");
        assertThat(promoted.status()).isEqualTo(200);
        assertThat(promoted.body().asJsonObject().getString("state")).isEqualTo("DONE");
        assertThat(promoted.body().asJsonObject().getString("reason")).isEqualTo("Promoted by admin.");

        publish("{\"canary\":\"1\",\"hold\":\"PT1S\"}");
        Answer aborted = api.call("POST", "policy/rollouts/current/abort", "{}");
        assertThat(aborted.body().asJsonObject().getString("state")).isEqualTo("ABORTED");

        Answer over = api.call("POST", "policy/rollouts/current/promote", "");
        assertThat(over.status()).isEqualTo(409);
        assertThat(over.body().asJsonObject().getString("detail")).isEqualTo("No rollout is under way.");
    }
}
