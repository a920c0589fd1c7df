package dev.sluice.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Rule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyCodecTest {
    @Test
    void writesAndReadsTheSample() throws Exception {
        assertThat(PolicyCodec.write(Samples.BUNDLE)).isEqualTo(Samples.text("policy.json"));
        assertThat(PolicyCodec.read(Samples.text("policy.json"))).isEqualTo(Samples.BUNDLE);
    }

    @Test
    void readsAShortRule() throws Exception {
        PolicyBundle bundle = PolicyCodec.read("""
                {"rules": [{"id": "all", "action": {"block": {}}}], "default": {"allow": {}}}""");

        assertThat(bundle)
                .isEqualTo(new PolicyBundle(
                        List.of(new Rule("all", "", true, List.of(), new Action.Block(""))),
                        List.of(),
                        List.of(),
                        new Action.Allow()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"host\":[ | {\"hots\":[ | rules[0].when[1].hots: unknown type of condition; known are category, client-network, host, method, node-group, schedule, user, user-group",
                "{\"host\":[ | {\"not\":true,\"host\":[ | rules[0].when[1]: must have exactly one field, the type of the condition, but has 2",
                "[\"GET\" | [[], \"GET\" | rules[0].when[3].method[0]: must be text, not a list",
                "\"10.0.0.0/8\" | 10 | rules[0].when[0].client-network[0]: must be text, not a number",
                "{\"block\":{ | {\"tarpit\":{ | rules[0].action.tarpit: unknown type of action; known are allow, authenticate, block",
                "{\"block\":{ | {\"block\":{\"status\":451, | rules[0].action.block.status: unknown field; known are message",
                "{\"allow\":{} | {\"allow\":true | rules[1].action.allow: must be an object, not true or false",
                "\"when\":[{ | \"unless\":[{ | rules[0].unless: unknown field; known are action, audit, enabled, id, name, when",
                "\"enabled\":true | \"enabled\":\"yes\" | rules[0].enabled: must be true or false, not text",
                "\"id\":\"rest\" | \"id\":null | rules[1].id: missing",
                "\"default\": | \"defaults\": | defaults: unknown field; known are categories, default, privacy, rules, schedules, users",
                "\"domains\":[ | \"domains\":[null, | categories[0].domains[0]: must be text, not null",
                "\"from\":\"08:00\" | \"from\":8 | schedules[0].windows[0].from: must be text, not a number",
            })
    void refusesWhatItDoesNotFullyUnderstand(String part, String replacement, String problem) {
        String json = Samples.text("policy.json");
        assertThat(json).contains(part);

        assertThatThrownBy(() -> PolicyCodec.read(replaceFirst(json, part, replacement)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage(problem);
    }

    @Test
    void readsPrivacyAndLeavesOutWhatGoesWithoutSaying() throws Exception {
        PolicyBundle bundle =
                PolicyCodec.read(withPrivacy("{\"host\": \"hash\", \"user\": \"keep\", \"query\": \"drop\"}"));

        assertThat(bundle.privacy()).isEqualTo(new Privacy(Map.of(Privacy.Field.HOST, Privacy.Treatment.HASH)));
        assertThat(PolicyCodec.write(bundle)).endsWith(",\"privacy\":{\"host\":\"hash\"}}");
        assertThat(PolicyCodec.write(PolicyCodec.read(withPrivacy("{}")))).doesNotContain("privacy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"users\": \"hash\"} | privacy.users: unknown field; known are client, host, path, query, upstream, user, user-agent",
                "{\"user\": \"Hash\"} | privacy.user: must be keep, network, hash, drop",
                "{\"user\": true} | privacy.user: must be text, not true or false",
                "[] | privacy: must be an object, not a list",
            })
    void refusesPrivacyThatItDoesNotUnderstand(String privacy, String problem) {
        assertThatThrownBy(() -> PolicyCodec.read(withPrivacy(privacy)))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage(problem);
    }

    private static String withPrivacy(String privacy) {
        return "{\"rules\": [], \"default\": {\"allow\": {}}, \"privacy\": " + privacy + "}";
    }

    @Test
    void refusesANameThatOccursTwice() {
        String json = replaceFirst(Samples.text("policy.json"), "{", "{\"rules\":[],");

        assertThatThrownBy(() -> PolicyCodec.read(json))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("rules");
    }

    @Test
    void refusesDeepLongAndUnendingTexts() {
        assertThatThrownBy(() -> PolicyCodec.read("[".repeat(100_000))).hasMessageContaining("nests deeper");
        assertThatThrownBy(() -> PolicyCodec.read(" ".repeat(PolicyCodec.MAX_LENGTH + 1)))
                .hasMessage("the text has 33,554,433 characters; 33,554,432 are the most");
        assertThatThrownBy(() -> PolicyCodec.read("{\"a\":" + "9".repeat(1_000_000) + "}"))
                .hasMessageContaining("a number has more than");
        assertThatThrownBy(() -> PolicyCodec.read("{\"a\":\"\\"))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("not a JSON object");
    }

    @Test
    void readsBracketsAndQuotesWithinTextAsText() throws Exception {
        String name = "[{\"".repeat(100) + "\\" + "9".repeat(100);
        PolicyBundle bundle = Samples.BUNDLE.withRules(
                List.of(new Rule("odd", name, true, List.of(), new Action.Block("\u0000\u2028\\u0041"))));

        assertThat(PolicyCodec.read(PolicyCodec.write(bundle))).isEqualTo(bundle);
    }

    private static String replaceFirst(String text, String part, String replacement) {
        int at = text.indexOf(part);
        return text.substring(0, at) + replacement + text.substring(at + part.length());
    }
}
