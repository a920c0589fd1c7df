package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.policy.model.Condition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies of one hash decide alike: what a node proves with its hash. Of few words, so that many have the same hash. */
class EqualHashTest {
    private static final List<String> HOSTS = List.of("a.test", ".a.test", "x.a.test", "b.test", "B.test.");
    private static final List<String> DOMAINS = List.of("a.test", "x.a.test", "b.test");
    private static final List<String> METHODS = List.of("GET", "POST");
    private static final List<String> NETWORKS =
            List.of("10.0.0.0/9", "10.128.0.0/9", "10.0.0.0/8", "10.1.1.1", "::/0");
    private static final List<String> GROUPS = List.of("", "east", "west");

    private static final List<String> USERS = List.of("", "ann", "bob");

    private static final List<ExchangeFacts> CORPUS = corpus();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void meansEqualDecisions(long seed) throws Exception {
        Random random = new Random(seed);
        Map<String, List<String>> decisions = new HashMap<>();
        int met = 0;
        for (int i = 0; i < 4_000; i++) {
            Policy policy = policy(random);
            CompiledPolicy compiled = policy.compile();
            List<String> decided = decided(compiled);
            List<String> before = decisions.putIfAbsent(compiled.hash(), decided);
            if (before != null) {
                met++;
                assertThat(decided).as("%s", policy.bundle()).isEqualTo(before);
            }
        }
        assertThat(met).as("policies whose hash another had").isGreaterThan(400);
        assertThat(decisions.values().stream().distinct().count())
                .as("kinds of policies")
                .isGreaterThan(400);
    }

    private static List<String> decided(CompiledPolicy compiled) {
        List<String> all = new ArrayList<>();
        for (String group : GROUPS) {
            CompiledPolicy here = compiled.forGroup(group);
            for (ExchangeFacts facts : CORPUS) {
                Decision decision = here.decide(facts, Phase.REQUEST, Policy.NOON);
                all.add(decision.action() + " by " + decision.ruleId());
            }
        }
        return all;
    }

    private static Policy policy(Random random) {
        Policy policy = Policy.empty()
                .category("c", some(DOMAINS, random))
                .category("d", some(DOMAINS, random))
                .user("ann", "u", "v")
                .user("bob", "v");
        int rules = 1 + random.nextInt(2);
        for (int rule = 0; rule < rules; rule++) {
            List<Condition> conditions = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                conditions.add(condition(random));
            }
            add(policy, "r" + rule, random.nextInt(6), conditions.toArray(Condition[]::new));
        }
        return policy;
    }

    private static void add(Policy policy, String rule, int kind, Condition... conditions) {
        if (kind == 0) {
            policy.disabled(rule, conditions);
        } else if (kind == 5) {
            policy.authenticate(rule, conditions);
        } else if (kind == 1) {
            policy.allow(rule, conditions);
        } else {
            policy.block(rule, conditions);
        }
    }

    private static Condition condition(Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> Policy.hosts(some(HOSTS, random));
            case 1 -> Policy.categories(some(List.of("c", "d"), random));
            case 2 -> Policy.nodeGroups(some(GROUPS.subList(1, 3), random));
            case 3 -> Policy.methods(some(METHODS, random));
            case 4 -> Policy.users(some(USERS.subList(1, 3), random));
            case 5 -> Policy.userGroups(some(List.of("u", "v"), random));
            default -> Policy.networks(some(NETWORKS, random));
        };
    }

    /** One to all of them, in any order, some twice. */
    private static String[] some(List<String> words, Random random) {
        List<String> twice = new ArrayList<>(words);
        twice.addAll(words);
        Collections.shuffle(twice, random);
        return twice.subList(0, 1 + random.nextInt(words.size() + 1)).toArray(String[]::new);
    }

    private static List<ExchangeFacts> corpus() {
        List<ExchangeFacts> all = new ArrayList<>();
        for (String client : List.of("10.1.1.1", "10.1.1.2", "10.200.0.1", "192.0.2.1", "2001:db8::1")) {
            for (String method : List.of("GET", "POST", "PUT")) {
                for (String host : List.of("a.test", "x.a.test", "y.x.a.test", "b.test", "c.test")) {
                    for (String user : USERS) {
                        all.add(Policy.facts(client, user, method, host));
                    }
                }
            }
        }
        return all;
    }
}
