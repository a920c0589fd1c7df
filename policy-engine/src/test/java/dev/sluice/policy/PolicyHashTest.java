package dev.sluice.policy;

import static dev.sluice.policy.Policy.categories;
import static dev.sluice.policy.Policy.hosts;
import static dev.sluice.policy.Policy.methods;
import static dev.sluice.policy.Policy.networks;
import static dev.sluice.policy.Policy.nodeGroups;
import static dev.sluice.policy.Policy.schedules;
import static dev.sluice.policy.Policy.window;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Privacy.Field;
import dev.sluice.policy.model.Privacy.Treatment;
import dev.sluice.policy.model.Revision;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyHashTest {
    /** Nodes of different versions compare this: a change of the canonical form needs a new number in it. */
    @Test
    void staysWhatItWas() throws Exception {
        assertThat(sample().hash()).isEqualTo("d7db6e9c6a53b432374f72a41ecdd5e0fe8b37b4dc6c2cb05a62f024fbd3fb4e");
    }

    private static Policy sample() {
        return Policy.empty()
                .category("ads", "ads.example", "banner.example")
                .category("news", "news.example")
                .schedule("work", "Europe/Vienna", window("MON TUE WED THU FRI", "08:00", "17:00"))
                .allow("staff", networks("10.0.0.0/8", "2001:db8::/32"), hosts(".example.com", "www.example.org"))
                .block("no-ads", categories("news", "ads"), methods("GET", "CONNECT"), schedules("work"))
                .block("rest", methods("POST"));
    }

    static Stream<Arguments> same() {
        return Stream.of(
                row("a disabled rule", sample().disabled("off", hosts("a.test")), sample()),
                row("a category that no rule names", sample().category("aaa", "a.test"), sample()),
                row(
                        "a category that only a disabled rule names",
                        sample().category("aaa", "a.test").disabled("off", categories("aaa")),
                        sample()),
                row(
                        "a schedule that no rule names",
                        sample().schedule("x", "UTC", window("MON", "00:00", "01:00")),
                        sample()),
                row("the order of hosts", block(hosts("a.test", ".b.test")), block(hosts(".b.test", "a.test"))),
                row("the spelling of hosts", block(hosts("A.test.")), block(hosts("a.test"))),
                row("a host below a suffix", block(hosts(".a.test", "b.a.test", ".a.test")), block(hosts(".a.test"))),
                row(
                        "the order of networks",
                        block(networks("10.0.0.0/8", "::1")),
                        block(networks("::1", "10.0.0.0/8"))),
                row(
                        "halves of a network",
                        block(networks("10.0.0.0/9", "10.128.0.0/9")),
                        block(networks("10.0.0.0/8"))),
                row(
                        "a network within another",
                        block(networks("10.0.0.0/8", "10.1.0.0/16")),
                        block(networks("10.0.0.0/8"))),
                row("networks that hold every client", block(networks("0.0.0.0/0", "::/0")), block()),
                row("the order of methods", block(methods("GET", "PUT")), block(methods("PUT", "GET", "PUT"))),
                row("the order of node groups", block(nodeGroups("a", "b")), block(nodeGroups("b", "a", "b"))),
                row(
                        "the order of conditions",
                        block(methods("GET"), hosts("a.test")),
                        block(hosts("a.test"), methods("GET"))),
                row(
                        "the order of categories and domains",
                        block(categories("a", "b"))
                                .category("a", "a.test", "c.test")
                                .category("b", "b.test", "c.test"),
                        block(categories("b", "a"))
                                .category("b", "c.test", "b.test")
                                .category("a", "c.test", "a.test")),
                row(
                        "how a schedule is written",
                        block(schedules("a")).schedule("a", "UTC", window("MON TUE", "22:00", "02:00")),
                        block(schedules("b"))
                                .schedule(
                                        "b",
                                        "UTC",
                                        window("TUE", "23:00", "02:00"),
                                        window("TUE", "00:00", "02:00"),
                                        window("TUE", "22:00", "24:00"),
                                        window("WED", "00:00", "01:00"),
                                        window("MON", "22:00", "00:00"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("same")
    void doesNotChangeWith(String what, Policy one, Policy other) throws Exception {
        assertThat(one.hash()).as(what).isEqualTo(other.hash());
    }

    private static Policy block(Condition... conditions) {
        return Policy.empty().block("rule", conditions);
    }

    private static Arguments row(String what, Policy one, Policy other) {
        return Arguments.of(what, one, other);
    }

    @Test
    void doesNotChangeWithTheGroupOfTheNode() throws Exception {
        CompiledPolicy policy = block(nodeGroups("a")).compile();
        assertThat(policy.forGroup("a").hash())
                .isEqualTo(policy.forGroup("b").hash())
                .isEqualTo(policy.hash());
    }

    @Test
    void doesNotChangeWithTheRevision() throws Exception {
        assertThat(new PolicyCompiler()
                        .compile(sample().bundle(), new Revision(7, 7))
                        .hash())
                .isEqualTo(sample().hash());
    }

    @Test
    void changesWithEverythingThatDecides() throws Exception {
        Policy[] policies = {
            Policy.empty(),
            Policy.empty().block("rule"),
            Policy.empty().allow("rule"),
            Policy.empty().block("other"),
            Policy.empty().block("rule").block("other"),
            Policy.empty().block("other").block("rule"),
            block(hosts("a.test")),
            block(hosts(".a.test")),
            block(hosts("b.test")),
            block(hosts("a.test"), hosts("b.test")),
            block(hosts("a.test", "b.test")),
            block(networks("10.0.0.0/8")),
            block(networks("10.0.0.0/9")),
            block(networks("0.0.0.0/0")),
            block(networks("::/0")),
            block(methods("GET")),
            block(methods("get")),
            block(methods("GET", "PUT")),
            block(methods("GET"), methods("PUT")),
            block(nodeGroups("get")),
            block(nodeGroups("a")),
            block(nodeGroups("a", "b")),
            block(nodeGroups("a"), nodeGroups("b")),
            block(categories("a")).category("a", "a.test"),
            block(categories("a")).category("a", "b.test"),
            block(categories("a")).category("a", "a.test", "b.test"),
            block(categories("b")).category("b", "a.test"),
            block(categories("a", "b")).category("a", "a.test").category("b", "b.test"),
            block(categories("a", "b")).category("a", "b.test").category("b", "a.test"),
            block(categories("a"), categories("b")).category("a", "a.test").category("b", "b.test"),
            block(schedules("a")).schedule("a", "UTC", window("MON", "00:00", "01:00")),
            block(schedules("a")).schedule("a", "UTC", window("MON", "00:00", "01:01")),
            block(schedules("a")).schedule("a", "UTC", window("TUE", "00:00", "01:00")),
            block(schedules("a")).schedule("a", "Europe/Vienna", window("MON", "00:00", "01:00")),
            sample(),
        };
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (int i = 0; i < policies.length; i++) {
            Integer before = seen.put(policies[i].hash(), i);
            assertThat(before)
                    .as("the policy with the same hash as policy %s", i)
                    .isNull();
        }
    }

    @Test
    void holdsWhatThePolicySaysOnPrivacy() throws Exception {
        assertThat(hash(Map.of(Field.CLIENT, Treatment.HASH)))
                .isNotEqualTo(sample().hash())
                .isNotEqualTo(hash(Map.of(Field.CLIENT, Treatment.DROP)))
                .isNotEqualTo(hash(Map.of(Field.USER, Treatment.HASH)))
                .isEqualTo(hash(Map.of(Field.CLIENT, Treatment.HASH, Field.USER, Treatment.KEEP)));
        assertThat(hash(Map.of(Field.QUERY, Treatment.DROP))).isEqualTo(sample().hash());
    }

    private static String hash(Map<Field, Treatment> treatments) throws Exception {
        PolicyBundle bundle = sample().bundle().withPrivacy(new Privacy(treatments));
        return new PolicyCompiler().compile(bundle, new Revision(1, 1)).hash();
    }
}
