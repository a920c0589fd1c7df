package dev.sluice.policy;

import static dev.sluice.policy.Policy.NOON;
import static dev.sluice.policy.Policy.categories;
import static dev.sluice.policy.Policy.facts;
import static dev.sluice.policy.Policy.get;
import static dev.sluice.policy.Policy.hosts;
import static dev.sluice.policy.Policy.methods;
import static dev.sluice.policy.Policy.networks;
import static dev.sluice.policy.Policy.nodeGroups;
import static dev.sluice.policy.Policy.schedules;
import static dev.sluice.policy.Policy.window;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Revision;
import java.net.Inet6Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompiledPolicyTest {
    @ParameterizedTest
    @CsvSource({
        "'', GET, ''",
        "branch, GET, reads",
        "branch, PUT, ''",
        "shop, PUT, writes",
        "shop, GET, ''",
        "both, GET, reads",
        "both, PUT, writes",
        "Branch, GET, ''",
        "other, GET, ''",
    })
    void matchesTheGroupOfTheNodeThatDecides(String group, String method, String rule) throws Exception {
        CompiledPolicy policy = Policy.empty()
                .block("reads", nodeGroups("branch", "both"), methods("GET"))
                .block("writes", nodeGroups("shop", "both"), methods("PUT"))
                .block("never", nodeGroups("shop"), nodeGroups("branch"))
                .compile();
        assertThat(policy.forGroup(group)
                        .decide(facts("10.0.0.1", method, "a.test"), Phase.REQUEST, NOON)
                        .ruleId())
                .isEqualTo(rule);
    }

    @Test
    void saysOfAnAuditedRuleThatItIsOne() throws Exception {
        CompiledPolicy policy =
                Policy.empty().audit("audited", hosts("a.test")).block("plain").compile();
        assertThat(policy.decide(Policy.get("10.0.0.1", "a.test"), Phase.REQUEST, NOON)
                        .audit())
                .isTrue();
        assertThat(policy.decide(Policy.get("10.0.0.1", "b.test"), Phase.REQUEST, NOON)
                        .audit())
                .isFalse();
    }

    @Test
    void decidesWithoutAGroupUntilItIsToldOne() throws Exception {
        CompiledPolicy policy =
                Policy.empty().block("branch", nodeGroups("branch")).compile();
        assertThat(policy.decide(get("10.0.0.1", "a.test"), Phase.REQUEST, NOON).reason())
                .isEqualTo(Reason.DEFAULT);
        assertThat(policy.forGroup("branch").forGroup("").hash()).isEqualTo(policy.hash());
    }

    @ParameterizedTest
    @CsvSource({
        "www.example.com, exact",
        "a.www.example.com, below-www",
        "example.com, ''",
        "xwww.example.com, ''",
        "example.org, suffix",
        "a.example.org, suffix",
        "a.b.c.example.org, suffix",
        "badexample.org, ''",
        "org, ''",
        "example.org.evil.test, ''",
        "localhost, single",
        "my.localhost, ''",
        "192.0.2.7, address",
        "1192.0.2.7, ''",
        "0.192.0.2.7, ''",
        "2001:db8::1, address",
        "xn--mller-kva.example, idn",
        "'', ''",
        "., ''",
        "..., ''",
    })
    void matchesHosts(String host, String rule) throws Exception {
        CompiledPolicy policy = Policy.empty()
                .block("exact", hosts("WWW.example.com."))
                .block("below-www", hosts(".www.example.com"))
                .block("suffix", hosts(".Example.ORG"))
                .block("single", hosts("localhost"))
                .block("address", hosts("192.0.2.7", "[2001:DB8:0::1]"))
                .block("idn", hosts("müller.example"))
                .compile();

        assertThat(policy.decide(get("10.0.0.1", host), Phase.REQUEST, NOON).ruleId())
                .isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "ads.example, ads",
        "www.ads.example, ads",
        "badads.example, ''",
        "example, ''",
        "both.example, ads",
        "www.both.example, ads",
        "only.news.example, news",
        "banner.news.example, ads",
        "a.banner.news.example, ads",
        "192.0.2.9, ads",
        "9.192.0.2.9, ''",
    })
    void matchesCategoriesAndNamesTheOneThatMatched(String host, String category) throws Exception {
        CompiledPolicy policy = Policy.empty()
                .category("news", "news.example", "both.example")
                .category("ads", "ads.example", "both.example", "banner.news.example", "192.0.2.9")
                .category("unused", "other.example")
                .block("rule", categories("news", "ads"))
                .compile();

        Decision decision = policy.decide(get("10.0.0.1", host), Phase.REQUEST, NOON);

        assertThat(decision.category()).isEqualTo(category);
        assertThat(decision.blocks()).isEqualTo(!category.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0, ten",
        "10.255.255.255, ten",
        "11.0.0.0, ''",
        "9.255.255.255, ''",
        "192.0.2.128, half",
        "192.0.2.255, half",
        "192.0.2.127, ''",
        "192.0.2.1, one",
        "255.255.255.255, top",
        "2001:db8::, v6",
        "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, v6",
        "2001:db9::, ''",
        "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff, ''",
        "::1, loopback",
        "::2, ''",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, top",
        "198.51.100.7, mapped",
    })
    void matchesClientNetworks(String client, String rule) throws Exception {
        CompiledPolicy policy = Policy.empty()
                .block("one", networks("192.0.2.1"))
                .block("half", networks("192.0.2.128/25"))
                .block("ten", networks("10.0.0.0/8"))
                .block("top", networks("255.255.255.255", "ffff::/16"))
                .block("v6", networks("2001:db8::/32"))
                .block("loopback", networks("::1/128"))
                .block("mapped", networks("::ffff:198.51.100.0/120"))
                .compile();

        assertThat(policy.decide(get(client, "a.test"), Phase.REQUEST, NOON).ruleId())
                .isEqualTo(rule);
    }

    @Test
    void treatsAMappedClientAsItsIpv4Address() throws Exception {
        byte[] mapped = Policy.address("::1").getAddress().clone();
        mapped[10] = mapped[11] = (byte) 0xff;
        mapped[12] = 10;
        Inet6Address client = Inet6Address.getByAddress(null, mapped, -1);
        CompiledPolicy policy = Policy.empty()
                .block("all-v6", networks("::/0"))
                .block("ten", networks("10.0.0.0/8"))
                .compile();

        Decision decision =
                policy.decide(new ExchangeFacts(client, "", "GET", "http", "a.test", 80, "/"), Phase.REQUEST, NOON);

        assertThat(decision.ruleId()).isEqualTo("ten");
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0/0, 127.0.0.1, true", "0.0.0.0/0, ::1, false", "::/0, ::1, true", "::/0, 127.0.0.1, false"})
    void keepsTheFamiliesApart(String network, String client, boolean blocks) throws Exception {
        CompiledPolicy policy = Policy.empty().block("all", networks(network)).compile();

        assertThat(policy.decide(get(client, "a.test"), Phase.REQUEST, NOON).blocks())
                .isEqualTo(blocks);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, REQUEST, get",
        "get, REQUEST, ''",
        "POST, REQUEST, ''",
        "CONNECT, CONNECT, connect",
        "GET, CONNECT, connect",
    })
    void matchesMethodsWithCaseAndByPhase(String method, Phase phase, String rule) throws Exception {
        CompiledPolicy policy = Policy.empty()
                .block("get", methods("GET"))
                .block("connect", methods("CONNECT"))
                .compile();

        assertThat(policy.decide(facts("10.0.0.1", method, "a.test"), phase, NOON)
                        .ruleId())
                .isEqualTo(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, GET, ads.example, all",
        "10.0.0.1, POST, ads.example, ''",
        "11.0.0.1, GET, ads.example, ''",
        "10.0.0.1, GET, news.example, ''",
        "10.0.0.1, GET, www.both.test, both",
        "10.0.0.1, GET, both.test, ''",
    })
    void needsEveryConditionOfARule(String client, String method, String host, String rule) throws Exception {
        CompiledPolicy policy = Policy.empty()
                .category("ads", "ads.example")
                .schedule("always", "UTC", window("MON TUE WED THU FRI SAT SUN", "00:00", "24:00"))
                .block(
                        "all",
                        networks("10.0.0.0/8"),
                        hosts(".example"),
                        categories("ads"),
                        methods("GET", "HEAD"),
                        schedules("always"))
                .block("both", hosts(".both.test"), hosts("www.both.test", "other.test"))
                .compile();

        assertThat(policy.decide(facts(client, method, host), Phase.REQUEST, NOON)
                        .ruleId())
                .isEqualTo(rule);
    }

    @Test
    void takesTheFirstRuleThatMatchesAmongManyWords() throws Exception {
        Policy many = Policy.empty();
        for (int i = 0; i < 200; i++) {
            many.block("rule-" + i, hosts("host-" + i + ".test", "host-" + (i + 100) + ".test"));
        }
        CompiledPolicy policy = many.allow("last").compile();

        assertThat(ruleFor(policy, "host-7.test")).isEqualTo("rule-7");
        assertThat(ruleFor(policy, "host-150.test")).isEqualTo("rule-50");
        assertThat(ruleFor(policy, "host-299.test")).isEqualTo("rule-199");
        assertThat(ruleFor(policy, "host-300.test")).isEqualTo("last");
    }

    private static String ruleFor(CompiledPolicy policy, String host) {
        return policy.decide(get("10.0.0.1", host), Phase.REQUEST, NOON).ruleId();
    }

    @Test
    void skipsDisabledRules() throws Exception {
        CompiledPolicy policy = Policy.empty()
                .disabled("off", hosts("a.test"))
                .block("on", hosts("a.test"))
                .compile();

        assertThat(ruleFor(policy, "a.test")).isEqualTo("on");
    }

    @Test
    void answersWithTheDefaultWhereNoRuleMatches() throws Exception {
        Decision decision = Policy.empty().compile().decide(get("10.0.0.1", "a.test"), Phase.REQUEST, NOON);

        assertThat(decision).isEqualTo(new Decision(new Action.Allow(), Reason.DEFAULT, "", "", ""));
    }

    @Test
    void tellsTheRuleAndTheReason() throws Exception {
        CompiledPolicy policy = Policy.empty().block("all").compile();

        assertThat(policy.revision()).isEqualTo(new Revision(1, 1));
        assertThat(policy.decide(get("10.0.0.1", "a.test"), Phase.CONNECT, NOON))
                .isEqualTo(new Decision(new Action.Block("all"), Reason.RULE, "all", "all", ""));
    }
}
