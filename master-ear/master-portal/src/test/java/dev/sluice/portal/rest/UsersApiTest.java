package dev.sluice.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.PasswordHash;
import dev.sluice.policy.model.User;
import dev.sluice.portal.edit.PolicyEdits;
import dev.sluice.portal.rest.ApiServer.Answer;
import jakarta.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsersApiTest {
    private static final String USERS = "policy/draft/users";
    private static final String ANN = "policy/draft/users/ann";
    private static final String SHOWN = "{\"name\":\"ann\",\"groups\":[\"lab\",\"staff\"]}";

    private final ApiServer api = new ApiServer();

    @AfterEach
    void stop() {
        api.close();
    }

    private Answer add(String name, String groups) throws Exception {
        return api.call(
                "POST",
                USERS,
                "{\"name\":\"" + name + "\",\"groups\":[" + groups + "],\"password\":\"secret of " + name + "\"}");
    }

    private User ann() {
        return PolicyEdits.user(api.policies.draft().bundle(), "ann");
    }

    private boolean annHas(String password) {
        return PasswordHash.matches(ann().password(), password.toCharArray());
    }

    @Test
    void addsAUserAndNeverShowsWhatTellsThePassword() throws Exception {
        assertThat(api.call("GET", USERS, "").text()).isEqualTo("[]");

        Answer added = add("ann", "\"lab\",\"staff\"");

        assertThat(added.status()).isEqualTo(201);
        assertThat(added.header("Location")).endsWith("/policy/draft/users/ann");
        assertThat(added.header("ETag")).isEqualTo("\"2\"");
        assertThat(added.text()).isEqualTo(SHOWN);
        assertThat(api.call("GET", ANN, "").text()).isEqualTo(SHOWN);
        assertThat(api.call("GET", USERS, "").text()).isEqualTo("[" + SHOWN + "]");
        assertThat(annHas("secret of ann")).isTrue();
    }

    @Test
    void keepsThePasswordThatIsLeftOut() throws Exception {
        add("ann", "\"lab\"");
        String hash = ann().password();

        assertThat(api.call("PUT", ANN, SHOWN).text()).isEqualTo(SHOWN);
        assertThat(ann().password()).isEqualTo(hash);
        assertThat(ann().groups()).containsExactly("lab", "staff");

        Answer changed = api.call("PUT", ANN, "{\"name\":\"ann\",\"password\":\"another secret\"}");
        assertThat(changed.text()).isEqualTo("{\"name\":\"ann\",\"groups\":[]}");
        assertThat(annHas("another secret")).isTrue();
    }

    @Test
    void carriesANewNameIntoTheRules() throws Exception {
        add("ann", "");
        rule("{\"user\":[\"ann\"]}");

        assertThat(api.call("PUT", ANN, "{\"name\":\"anna\"}").status()).isEqualTo(200);
        assertThat(api.call("GET", "policy/draft/rules/r", "").text()).contains("{\"user\":[\"anna\"]}");
        assertThat(api.call("GET", ANN, "").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"user\":[\"ann\"]}", "{\"user-group\":[\"lab\"]}"})
    void keepsAUserWhomARuleUses(String condition) throws Exception {
        add("ann", "\"lab\"");
        add("bob", "\"staff\"");
        rule(condition);

        assertThat(api.call("DELETE", "policy/draft/users/bob", "").status()).isEqualTo(204);
        assertThat(api.call("DELETE", ANN, "").status()).isEqualTo(409);
        api.call("DELETE", "policy/draft/rules/r", "");
        assertThat(api.call("DELETE", ANN, "").status()).isEqualTo(204);
        assertThat(api.policies.draft().bundle().users()).isEmpty();
    }

    private void rule(String condition) throws Exception {
        String rule = "{\"name\":\"r\",\"when\":[" + condition + "],\"action\":{\"allow\":{}}}";
        assertThat(api.call("POST", "policy/draft/rules", rule).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "password | {\"name\":\"ann\"}",
                "password | {\"name\":\"ann\",\"password\":\"\"}",
                "password | {\"name\":\"ann\",\"password\":\"7 chars\"}",
                "password | {\"name\":\"ann\",\"password\":\"with a \\t tab\"}",
                "password | {\"name\":\"ann\",\"password\":12345678}",
                "name     | {\"password\":\"long enough\"}",
                "groups   | {\"name\":\"ann\",\"groups\":\"lab\",\"password\":\"long enough\"}",
                "group    | {\"name\":\"ann\",\"group\":[\"lab\"],\"password\":\"long enough\"}"
            })
    void namesTheFieldThatIsWrong(String field, String body) throws Exception {
        Answer answer = api.call("POST", USERS, body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().asJsonObject().getString("field")).isEqualTo(field);
        assertThat(answer.text()).doesNotContain("7 chars");
        assertThat(api.policies.draft().version()).isEqualTo(1);
    }

    @Test
    void refusesPasswordsThatAreTooLong() throws Exception {
        String body = "{\"name\":\"ann\",\"password\":\"%s\"}";

        assertThat(api.call("POST", USERS, body.formatted("x".repeat(129))).status())
                .isEqualTo(400);
        assertThat(api.call("POST", USERS, body.formatted("x".repeat(128))).status())
                .isEqualTo(201);
        assertThat(api.call("PUT", ANN, body.formatted("short")).status()).isEqualTo(400);
    }

    @Test
    void leavesTheFormOfNamesToTheCompiler() throws Exception {
        Answer answer = add("Ann", "\"Staff\"");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().asJsonObject().getJsonArray("violations").getValuesAs(JsonObject.class))
                .extracting(violation -> violation.getString("path"))
                .containsExactlyInAnyOrder("users[0].name", "users[0].groups[0]");
    }

    @Test
    void refusesANameThatIsTakenAndAVersionThatIsOld() throws Exception {
        add("ann", "");

        assertThat(add("ann", "").status()).isEqualTo(409);
        assertThat(api.call("PUT", ANN, SHOWN, "If-Match", "\"1\"").status()).isEqualTo(412);
        assertThat(api.call("DELETE", ANN, "", "If-Match", "\"1\"").status()).isEqualTo(412);
        assertThat(api.call("DELETE", ANN, "", "If-Match", "\"2\"").status()).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"GET | ''", "PUT | {\"name\":\"ann\"}", "DELETE | ''"})
    void knowsNobodyWhoIsNotInTheDraft(String method, String body) throws Exception {
        Answer answer = api.call(method, ANN, body);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body().asJsonObject().getString("detail")).contains("no user \"ann\"");
    }
}
