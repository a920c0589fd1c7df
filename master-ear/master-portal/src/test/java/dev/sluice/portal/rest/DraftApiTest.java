package dev.sluice.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.policy.InvalidPolicyException;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Rule;
import dev.sluice.portal.edit.PolicyEdits;
import dev.sluice.portal.rest.ApiServer.Answer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DraftApiTest {
    private static final String GAMES =
            "{\"name\":\"No games\",\"when\":[{\"host\":[\".games.example\"]}],\"action\":{\"block\":{}}}";

    private final ApiServer api = new ApiServer();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void givesTheDraftWithItsVersionAsTag() throws Exception {
        Answer answer = api.call("GET", "policy/draft", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(answer.text()).contains("\"id\":\"local-networks\"").contains("\"default\":");
    }

    @Test
    void takesBackTheDraftThatItGave() throws Exception {
        String draft = api.call("GET", "policy/draft", "").text();

        Answer answer = api.call("PUT", "policy/draft", draft, "If-Match", "\"1\"");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(draft);
        assertThat(answer.header("ETag")).isEqualTo("\"2\"");
    }

    @Test
    void addsARuleFirstAndTellsItsAddress() throws Exception {
        Answer answer = api.call("POST", "policy/draft/rules", GAMES);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).endsWith("/policy/draft/rules/no-games");
        assertThat(api.policies.draft().bundle().rules())
                .extracting(Rule::id)
                .containsExactly("no-games", "local-networks");
        assertThat(api.policies.draft().savedBy()).isEqualTo("admin");
        assertThat(api.call("GET", "policy/draft/rules/no-games", "").text()).isEqualTo(answer.text());
    }

    @ParameterizedTest
    @CsvSource({"1, no-games", "99, no-games", "-7, no-games"})
    void answersWithTheRuleThatWasAddedWhereverItStands(int position, String id) throws Exception {
        assertThat(api.call("POST", "policy/draft/rules?position=" + position, GAMES)
                        .text())
                .contains("\"id\":\"" + id + "\"");
    }

    @Test
    void replacesMovesAndDeletesARule() throws Exception {
        api.call("POST", "policy/draft/rules", GAMES);

        assertThat(api.call("PUT", "policy/draft/rules/no-games", "{\"name\":\"Games\",\"action\":{\"allow\":{}}}")
                        .status())
                .isEqualTo(200);
        assertThat(api.call("POST", "policy/draft/rules/no-games/move", "{\"position\":1}")
                        .status())
                .isEqualTo(200);
        assertThat(api.policies.draft().bundle().rules())
                .extracting(Rule::name)
                .containsExactly("Local networks", "Games");
        assertThat(api.call("DELETE", "policy/draft/rules/no-games", "").status())
                .isEqualTo(204);
        assertThat(api.policies.draft().bundle().rules()).hasSize(1);
    }

    @Test
    void listsEveryViolationWithItsPath() throws Exception {
        Answer answer = api.call(
                "POST",
                "policy/draft/rules",
                "{\"name\":\"Bad\",\"when\":[{\"client-network\":[\"x\",\"y\"]}],\"action\":{\"allow\":{}}}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body().asJsonObject().getJsonArray("violations"))
                .hasSize(2)
                .allSatisfy(v -> assertThat(v.asJsonObject().getString("path")).startsWith("rules[0]."));
        assertThat(api.policies.draft().version()).isEqualTo(1);
    }

    @Test
    void refusesAChangeThatIsBasedOnAnOldVersion() throws Exception {
        api.call("POST", "policy/draft/rules", GAMES);

        Answer answer = api.call("DELETE", "policy/draft/rules/no-games", "", "If-Match", "\"1\"");

        assertThat(answer.status()).isEqualTo(412);
        assertThat(answer.text()).contains("version 2, yours is 1");
        assertThat(api.policies.draft().bundle().rules()).hasSize(2);
    }

    @Test
    void triesAgainWhenSomebodySavesAtTheSameMoment() throws Exception {
        api.policies.beforeNextSave = () -> saveElsewhere("Other");

        Answer answer = api.call("POST", "policy/draft/rules", GAMES);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(api.policies.draft().bundle().rules())
                .extracting(Rule::name)
                .containsExactly("No games", "Other", "Local networks");
    }

    private void saveElsewhere(String name) {
        Rule rule = new Rule("", name, true, List.of(), new Action.Allow());
        try {
            api.policies.save(
                    api.policies.draft().version(),
                    PolicyEdits.addRule(api.policies.draft().bundle(), rule, 0),
                    "other");
        } catch (dev.sluice.master.policy.StaleDraftException | InvalidPolicyException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void asksForAVersionBeforeTheWholeDraftIsReplaced() throws Exception {
        String draft = api.call("GET", "policy/draft", "").text();

        assertThat(api.call("PUT", "policy/draft", draft).status()).isEqualTo(428);
        assertThat(api.call("PUT", "policy/draft", draft, "If-Match", "*").status())
                .isEqualTo(200);
        assertThat(api.call("PUT", "policy/draft", draft, "If-Match", "W/\"2\"").status())
                .isEqualTo(412);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                             | no JSON object",
                "[]                                            | no JSON object",
                "{\"name\":\"x\"}                              | action",
                "{\"name\":\"x\",\"name\":\"y\",\"action\":{\"allow\":{}}} | no JSON object",
                "{\"name\":\"x\",\"action\":{\"explode\":{}}}  | explode",
                "{\"name\":\"x\",\"acton\":{\"allow\":{}}}     | ac",
                "{\"id\":\"y\",\"name\":\"x\",\"action\":{\"allow\":{}}} | Leave the id out"
            })
    void refusesABodyThatIsNoRule(String body, String words) throws Exception {
        Answer answer = api.call("POST", "policy/draft/rules", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().asJsonObject().getString("detail")).contains(words);
    }

    @Test
    void refusesBodiesThatAreTooLong() throws Exception {
        String body = "{\"name\":\"" + "x".repeat((int) ApiServer.BODY_LIMIT) + "\"}";

        assertThat(api.call("POST", "policy/draft/rules", body).status()).isEqualTo(413);
    }

    @Test
    void keepsCategoriesAndSchedulesThatRulesUse() throws Exception {
        assertThat(api.call("POST", "policy/draft/categories", "{\"name\":\"ads\",\"domains\":[\"ads.example\"]}")
                        .status())
                .isEqualTo(201);
        api.call(
                "POST",
                "policy/draft/rules",
                "{\"name\":\"Ads\",\"when\":[{\"category\":[\"ads\"]}],\"action\":{\"block\":{}}}");

        assertThat(api.call("DELETE", "policy/draft/categories/ads", "").status())
                .isEqualTo(409);
        assertThat(api.call("POST", "policy/draft/categories", "{\"name\":\"ads\",\"domains\":[\"x.example\"]}")
                        .status())
                .isEqualTo(409);
        assertThat(api.call("PUT", "policy/draft/categories/ads", "{\"name\":\"adverts\",\"domains\":[\"x.example\"]}")
                        .status())
                .isEqualTo(200);
        assertThat(api.call("GET", "policy/draft/rules/ads", "").text()).contains("adverts");
    }

    @Test
    void editsSchedulesAndTheDefaultAction() throws Exception {
        String schedule = "{\"name\":\"noon\",\"zone\":\"Europe/Vienna\","
                + "\"windows\":[{\"days\":[\"MON\"],\"from\":\"12:00\",\"to\":\"13:00\"}]}";

        assertThat(api.call("POST", "policy/draft/schedules", schedule).status())
                .isEqualTo(201);
        assertThat(api.call("GET", "policy/draft/schedules/noon", "").text()).isEqualTo(schedule);
        assertThat(api.call("PUT", "policy/draft/default", "{\"allow\":{}}").status())
                .isEqualTo(200);
        assertThat(api.call("GET", "policy/draft/default", "").text()).isEqualTo("{\"allow\":{}}");
    }

    @Test
    void editsPrivacy() throws Exception {
        String privacy = "{\"client\":\"network\",\"user\":\"hash\"}";

        assertThat(api.call("GET", "policy/draft/privacy", "").text()).isEqualTo("{}");
        assertThat(api.call("PUT", "policy/draft/privacy", privacy).status()).isEqualTo(200);
        assertThat(api.call("GET", "policy/draft/privacy", "").text()).isEqualTo(privacy);
        assertThat(api.call("GET", "policy/draft", "").text()).contains("\"privacy\":" + privacy);
        assertThat(api.call("PUT", "policy/draft/privacy", "{\"usr\":\"hash\"}").status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, policy/draft/rules/gone, 404",
        "DELETE, policy/draft/rules/gone, 404",
        "GET, policy/draft/schedules/gone, 404",
        "GET, nowhere, 404",
        "PATCH, policy/draft, 405"
    })
    void answersEveryErrorAsAProblem(String method, String path, int status) throws Exception {
        Answer answer = api.call(method, path, "");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body().asJsonObject().getInt("status")).isEqualTo(status);
        assertThat(answer.body().asJsonObject().getString("detail")).isNotBlank();
    }
}
