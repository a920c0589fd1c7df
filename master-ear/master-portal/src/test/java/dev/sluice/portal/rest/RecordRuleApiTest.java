package dev.sluice.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.PasswordHash;
import dev.sluice.master.policy.Draft;
import dev.sluice.policy.model.User;
import dev.sluice.portal.fake.MemoryRecords;
import dev.sluice.portal.rest.ApiServer.Answer;
import jakarta.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordRuleApiTest {
    private static final String PATH = "records/slave-1/3/9/rule";

    private final ApiServer api = new ApiServer();

    @BeforeEach
    void record() {
        api.records.records.add(MemoryRecords.blocked("local-networks", 1));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void putsARuleForTheHostBeforeTheOneThatDecides() throws Exception {
        Answer answer = api.call("POST", PATH, "{\"action\":\"block\",\"for\":\"client\"}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).endsWith("/policy/draft/rules/block-ads-example-for-10-1-2-3");
        assertThat(answer.header("ETag")).isEqualTo("\"2\"");
        assertThat(answer.body().asJsonObject().getString("name")).isEqualTo("Block ads.example for 10.1.2.3");
        assertThat(api.call("GET", "policy/draft/rules", "")
                        .body()
                        .asJsonArray()
                        .getValuesAs(JsonObject.class))
                .extracting(rule -> rule.getString("id"))
                .containsExactly("block-ads-example-for-10-1-2-3", "local-networks");
    }

    @Test
    void refusesWhatIsThereAlreadyAndADraftThatChangedMeanwhile() throws Exception {
        String block = "{\"action\":\"block\",\"for\":\"all\"}";
        assertThat(api.call("POST", PATH, block, "If-Match", "\"1\"").status()).isEqualTo(201);

        assertThat(api.call("POST", PATH, block, "If-Match", "\"1\"").status()).isEqualTo(412);
        Answer again = api.call("POST", PATH, block);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.body().asJsonObject().getString("detail"))
                .isEqualTo("The draft has such a rule already: “Block ads.example”.");
        assertThat(api.call("POST", PATH, "{\"action\":\"allow\",\"for\":\"node-group\"}")
                        .status())
                .as("the node is in no group")
                .isEqualTo(409);
    }

    @Test
    void putsARuleForTheUserOrOneOfHisGroups() throws Exception {
        users(user("ann", "staff", "sales"), user("bob", "sales"), user("carl"));

        assertThat(name(add("ann", "user", ""))).isEqualTo("Block ads.example for user ann");
        assertThat(name(add("ann", "user-group", "staff"))).isEqualTo("Block ads.example for users in staff");
        assertThat(name(add("bob", "user-group", "")))
                .as("his only one")
                .isEqualTo("Block ads.example for users in sales");
        assertThat(add("carl", "user-group", "").status()).as("in none").isEqualTo(409);
    }

    @Test
    void asksWhichGroupWhereTheUserIsInSeveral() throws Exception {
        users(user("ann", "staff", "sales"));

        for (String group : List.of("", "guests")) {
            Answer answer = add("ann", "user-group", group);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body().toString())
                    .contains("\"group\"", "It is one of those that the user is in: sales, staff.");
        }
        assertThat(add("ann", "user", "staff").status()).as("takes no group").isEqualTo(400);
    }

    @Test
    void putsNoRuleForAUserThatTheDraftDoesNotHave() throws Exception {
        for (String user : List.of("", "~erased", "ann")) {
            assertThat(add(user, "user", "").status()).as(user).isEqualTo(409);
            assertThat(add(user, "user-group", "staff").status()).as(user).isEqualTo(409);
        }
    }

    private Answer add(String user, String scope, String group) throws Exception {
        api.records.records.set(0, MemoryRecords.allowed(user, "local-networks", 1));
        return api.call(
                "POST",
                PATH,
                "{\"action\":\"block\",\"for\":\"" + scope + "\""
                        + (group.isEmpty() ? "" : ",\"group\":\"" + group + "\"") + "}");
    }

    private static String name(Answer answer) {
        return answer.body().asJsonObject().getString("name");
    }

    private void users(User... users) throws Exception {
        Draft draft = api.policies.draft();
        api.policies.save(draft.version(), draft.bundle().withUsers(List.of(users)), "test");
    }

    private static User user(String name, String... groups) {
        return new User(name, List.of(groups), PasswordHash.of("secret".toCharArray()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"action\":\"block\"}", "{\"action\":\"warn\",\"for\":\"all\"}", "{\"to\":1}"})
    void refusesWhatItDoesNotUnderstand(String body) throws Exception {
        assertThat(api.call("POST", PATH, body).status()).isEqualTo(400);
        assertThat(api.policies.draft().version()).isEqualTo(1);
    }

    @Test
    void knowsOnlyRecordsThatAreThere() throws Exception {
        assertThat(api.call("POST", "records/slave-1/3/8/rule", "{\"action\":\"block\",\"for\":\"all\"}")
                        .status())
                .isEqualTo(404);
    }
}
