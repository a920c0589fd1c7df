package dev.sluice.portal.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.PasswordHash;
import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Rule;
import dev.sluice.policy.model.User;
import dev.sluice.portal.fake.MemoryRecords;
import dev.sluice.portal.rest.ApiServer.Answer;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExplanationApiTest {
    private static final String PATH = "records/slave-1/3/9/explanation";

    private final ApiServer api = new ApiServer();

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void tellsRuleByRuleWhyARecordWasDecidedSo() throws Exception {
        rule("No ads", "{\"host\":[\"ads.example\"]},{\"client-network\":[\"10.0.0.0/8\"]}");
        rule("Shops", "{\"node-group\":[\"shop\"]}");
        rule("Elsewhere", "{\"host\":[\"elsewhere.example\"]}");
        api.call("POST", "policy/publish", "{}");
        api.records.records.add(MemoryRecords.blocked("no-ads", 2));

        JsonObject why = api.call("GET", PATH + "?time=2026-03-01T10:00:00.123Z", "")
                .body()
                .asJsonObject();

        assertThat(why.getString("finding")).isEqualTo("OPEN");
        assertThat(why.getString("summary"))
                .isEqualTo("It was decided by rule “No ads”, which fits revision 2. Whether “Shops” matched cannot be"
                        + " told: the record does not hold all that is asked for.");
        assertThat(why.getJsonArray("unknown").getString(0))
                .isEqualTo("the group that slave-1 was in then; now it is in none");
        assertThat(why.getJsonArray("rules").getValuesAs(JsonObject.class))
                .extracting(rule -> rule.getString("id") + " " + rule.getString("matches"))
                .containsExactly("elsewhere no", "shops unknown", "no-ads yes");
        assertThat(why.getJsonArray("rules").getJsonObject(2).getJsonArray("conditions"))
                .extracting(test -> test.asJsonObject().getString("why"))
                .containsExactly("to ads.example: yes, ads.example", "from 10.0.0.0/8: yes, 10.0.0.0/8");
        assertThat(why.getJsonObject("record").getInt("sequence")).isEqualTo(9);
    }

    @Test
    void saysWhenTheRevisionDecidesOtherwise() throws Exception {
        api.records.records.add(MemoryRecords.blocked("no-ads", 1));

        JsonObject why = api.call("GET", PATH, "").body().asJsonObject();

        assertThat(why.getString("finding")).isEqualTo("OTHER");
        assertThat(why.getString("summary"))
                .isEqualTo("Revision 1 decides otherwise by what the record holds: allow, by rule “Local networks”. "
                        + "Recorded is block, by rule “No ads”.");
    }

    @Test
    void saysThatItIsNotKnownWhoItWas() throws Exception {
        PolicyBundle policy = api.policies.draft().bundle();
        Rule ask = new Rule("ask", "Ask", true, List.of(), new Action.Authenticate());
        Rule anns =
                new Rule("anns", "Ann's", true, List.of(new Condition.IsUser(List.of("ann"))), new Action.Block(""));
        User ann = new User("ann", List.of(), PasswordHash.of("secret".toCharArray()));
        api.policies.save(
                1,
                policy.withUsers(List.of(ann))
                        .withRules(List.of(ask, anns, policy.rules().get(0))),
                "test");
        api.call("POST", "policy/publish", "{}");

        assertThat(tried("~erased")).containsExactly("ask unknown", "anns unknown", "local-networks yes");
        assertThat(tried("")).containsExactly("ask yes");
        assertThat(tried("bob")).containsExactly("ask no", "anns no", "local-networks yes");
    }

    private List<String> tried(String user) throws Exception {
        api.records.records.clear();
        api.records.records.add(MemoryRecords.allowed(user, "local-networks", 2));
        JsonObject why = api.call("GET", PATH, "").body().asJsonObject();
        List<JsonObject> rules = why.getJsonArray("rules").getValuesAs(JsonObject.class);
        assertThat(why.getJsonArray("unknown"))
                .extracting(fact -> ((JsonString) fact).getString())
                .isEqualTo(user.equals("~erased") ? List.of("who it was") : List.of());
        assertThat(rules.get(0).getJsonArray("conditions").getJsonObject(0).getString("holds"))
                .isEqualTo(rules.get(0).getString("matches"));
        return rules.stream()
                .map(rule -> rule.getString("id") + " " + rule.getString("matches"))
                .toList();
    }

    @Test
    void findsOnlyWhatIsThere() throws Exception {
        assertThat(api.call("GET", PATH, "").status()).isEqualTo(404);
        api.records.records.add(MemoryRecords.blocked());
        Answer another = api.call("GET", PATH + "?time=2026-03-01T10:00:00Z", "");
        assertThat(another.status()).isEqualTo(404);
        assertThat(another.body().asJsonObject().getString("detail")).contains("at this time");
        assertThat(api.call("GET", PATH + "?time=now", "").status()).isEqualTo(400);
        assertThat(api.call("GET", PATH, "").body().asJsonObject().getString("finding"))
                .isEqualTo("NO_REVISION");
    }

    private void rule(String name, String conditions) throws Exception {
        String rule = "{\"name\":\"" + name + "\",\"when\":[" + conditions + "],\"action\":{\"block\":{}}}";
        assertThat(api.call("POST", "policy/draft/rules", rule).status()).isEqualTo(201);
    }
}
