package dev.sluice.master.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.fixtures.RestClient;
import dev.sluice.jms.PolicyCodec;
import dev.sluice.policy.model.Condition;
import jakarta.json.JsonObject;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** REST over HTTPS with the portal's certificate, and the pages that need no login. */
interface RestInterface {
    String DRAFT = "/api/v1/policy/draft";

    Bench bench();

    @Test
    default void refusesCallsWithoutATokenAsAProblem() throws Exception {
        HttpResponse<String> answer = bench().stranger().get(DRAFT);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
        assertThat(RestClient.json(answer).asJsonObject().getInt("status")).isEqualTo(401);
    }

    @Test
    default void givesATokenForThePasswordOnly() throws Exception {
        RestClient client = bench().stranger();

        assertThat(client.logIn("admin", "not the password").statusCode()).isEqualTo(401);
        assertThat(client.logIn("admin", bench().adminPassword()).statusCode()).isEqualTo(201);
        assertThat(client.read("/api/v1/me").asJsonObject().getString("account"))
                .isEqualTo("admin");
        assertThat(client.post("/api/v1/tokens", "{}").statusCode()).isEqualTo(403);
    }

    @Test
    default void replacesTheDraftForWhoKnowsItsVersion() throws Exception {
        RestClient admin = bench().admin();
        String body = PolicyCodec.write(Rules.allButHost("rest.example"));
        String version = tag(admin.get(DRAFT));

        assertThat(admin.put(DRAFT, body, "").statusCode()).isEqualTo(428);
        HttpResponse<String> saved = admin.put(DRAFT, body, version);
        assertThat(saved.statusCode()).isEqualTo(200);
        assertThat(PolicyCodec.read(saved.body())).isEqualTo(Rules.allButHost("rest.example"));
        assertThat(admin.put(DRAFT, body, version).statusCode()).isEqualTo(412);
        assertThat(tag(saved)).isNotEqualTo(version).isEqualTo(tag(admin.get(DRAFT)));
    }

    @Test
    default void keepsWhoChangedTheDraftAndFromWhereInAChainThatHolds() throws Exception {
        RestClient admin = bench().admin();
        admin.put(DRAFT, PolicyCodec.write(Rules.allButHost("before.example")), "*");
        String seal = admin.read("/api/v1/audit/verify").asJsonObject().getString("seal");
        String body = PolicyCodec.write(Rules.allButHost("audited.example"));
        assertThat(admin.put(DRAFT, body, "*").statusCode()).isEqualTo(200);

        JsonObject event =
                admin.read("/api/v1/audit?action=draft&limit=1").asJsonArray().getJsonObject(0);
        assertThat(event.getString("who")).isEqualTo("admin");
        assertThat(InetAddress.getByName(event.getString("address")).isLoopbackAddress())
                .isTrue();
        assertThat(event.getString("token")).isEqualTo("test");
        assertThat(event.get("before")).asString().contains("before.example");
        assertThat(event.get("after")).asString().contains("audited.example");
        assertThat(admin.read("/api/v1/audit/verify?seal=" + seal)
                        .asJsonObject()
                        .getBoolean("holds"))
                .isTrue();
        assertThat(bench().stranger().get("/api/v1/audit").statusCode()).isEqualTo(401);
    }

    @Test
    default void namesEachViolationOfADraftThatDoesNotCompile() throws Exception {
        String wrong = PolicyCodec.write(Rules.allBut(new Condition.ClientNetwork(List.of("10.0.0.0/99", "10.0.0.1"))));

        HttpResponse<String> answer = bench().admin().put(DRAFT, wrong, "*");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(RestClient.json(answer)
                        .asJsonObject()
                        .getJsonArray("violations")
                        .getValuesAs(JsonObject.class))
                .extracting(violation -> violation.getString("path"))
                .containsExactly("rules[0].conditions[0].networks[0]");
    }

    /** The trigger ends the connection during the commit, as the end of the database would. */
    @Test
    default void doesNotClaimToKnowWhatBecameOfAChangeWhoseCommitTheDatabaseDidNotAnswer() throws Exception {
        RestClient admin = bench().admin();
        String before = PolicyCodec.write(Rules.allButHost("known.example"));
        String change = PolicyCodec.write(Rules.allButHost("unknown.example"));
        assertThat(admin.put(DRAFT, before, "*").statusCode()).isEqualTo(200);
        HttpResponse<String> answer;
        try (Connection connection = bench().database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE FUNCTION leave() RETURNS trigger LANGUAGE plpgsql AS"
                    + " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'");
            statement.execute("CREATE CONSTRAINT TRIGGER leave AFTER INSERT OR UPDATE ON policy_draft"
                    + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION leave()");
            try {
                answer = admin.put(DRAFT, change, "*");
            } finally {
                statement.execute("DROP FUNCTION leave() CASCADE");
            }
        }

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
        assertThat(RestClient.json(answer).asJsonObject().getString("detail")).contains("may be done or not");
        assertThat(PolicyCodec.read(admin.get(DRAFT).body())).isEqualTo(Rules.allButHost("known.example"));
        assertThat(admin.put(DRAFT, change, "*").statusCode()).isEqualTo(200);
    }

    @Test
    default void namesAParameterThatIsNoNumber() throws Exception {
        HttpResponse<String> answer = bench().admin().get("/api/v1/records?limit=abc");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(RestClient.json(answer).asJsonObject().getString("field")).isEqualTo("limit");
    }

    @Test
    default void describesItself() throws Exception {
        HttpResponse<String> description = bench().stranger().get("/openapi");

        assertThat(description.statusCode()).isEqualTo(200);
        assertThat(description.body())
                .contains(
                        "/api/v1/policy/draft",
                        "/api/v1/policy/publish",
                        "/api/v1/nodes",
                        "/api/v1/records",
                        "4xx",
                        "/api/v1/reports/overview");
    }

    @Test
    default void showsTheLoginPageAndNothingElseToStrangers() throws Exception {
        RestClient stranger = bench().stranger();

        HttpResponse<String> login = stranger.get("/login.xhtml");
        assertThat(login.statusCode()).isEqualTo(200);
        assertThat(login.body()).contains("type=\"password\"");
        for (String page : List.of("/rules.xhtml", "/nodes.xhtml", "/records.xhtml")) {
            HttpResponse<String> refused = stranger.get(page);
            assertThat(refused.statusCode()).isBetween(301, 307);
            assertThat(refused.headers().firstValue("Location").orElse("")).contains("/login");
        }
    }

    private static String tag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }
}
