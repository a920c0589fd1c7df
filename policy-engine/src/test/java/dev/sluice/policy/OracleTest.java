package dev.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.policy.model.Action;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.Condition;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Rule;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares decisions with the plainest code that could be right, over made-up policies. The seeds are fixed. */
class OracleTest {
    private static final List<String> LABELS = List.of("a", "b", "aa", "ab", "ba", "bad", "c");
    private static final List<String> GROUPS = List.of("", "g", "h", "gh");
    private static final List<String> USERS = List.of("", "ann", "bob", "eve");
    private static final List<String> USER_GROUPS = List.of("u", "v", "w");
    private static final List<String> METHODS = List.of("GET", "POST", "CONNECT", "get");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void decidesAsTheOracleDoes(long seed) throws Exception {
        Random random = new Random(seed);
        int matched = 0;
        for (int round = 0; round < 40; round++) {
            Policy policy = policy(random);
            PolicyBundle bundle = policy.bundle();
            CompiledPolicy anywhere = policy.compile();
            for (int i = 0; i < 500; i++) {
                ExchangeFacts facts = new ExchangeFacts(
                        client(random), pick(USERS, random), pick(METHODS, random), "http", host(random), 80, "/");
                String group = pick(GROUPS, random);
                CompiledPolicy here = anywhere.forGroup(group);
                Decision decision = here.decide(facts, Phase.REQUEST, Policy.NOON);

                assertThat(decision.ruleId())
                        .as("%s in %s of %s", facts, group, bundle)
                        .isEqualTo(oracle(bundle, facts, group));
                assertThat(explained(bundle, facts, group).map(Rule::id).orElse(""))
                        .as("explanation of %s in %s of %s", facts, group, bundle)
                        .isEqualTo(decision.ruleId());
                assertThat(here.hash()).isEqualTo(anywhere.hash());
                matched += decision.reason() == Reason.RULE ? 1 : 0;
            }
        }
        assertThat(matched).isBetween(2_000, 19_000);
    }

    private static Policy policy(Random random) {
        Policy policy = Policy.empty().user("ann", "u", "v").user("bob", "w").user("eve", "v");
        for (int category = 0; category < 4; category++) {
            policy.category("c" + category, some(random, 1 + random.nextInt(6), OracleTest::host));
        }
        int rules = 1 + random.nextInt(random.nextInt(10) == 0 ? 150 : 12);
        for (int rule = 0; rule < rules; rule++) {
            List<Condition> conditions = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                conditions.add(condition(random));
            }
            if (random.nextInt(6) == 0) {
                policy.disabled("r" + rule, conditions.toArray(Condition[]::new));
            } else if (random.nextInt(6) == 0) {
                policy.authenticate("r" + rule, conditions.toArray(Condition[]::new));
            } else {
                policy.block("r" + rule, conditions.toArray(Condition[]::new));
            }
        }
        return policy;
    }

    private static Condition condition(Random random) {
        int values = 1 + random.nextInt(3);
        return switch (random.nextInt(7)) {
            case 0 -> Policy.hosts(some(random, values, r -> (r.nextBoolean() ? "." : "") + host(r)));
            case 1 -> Policy.categories(some(random, values, r -> "c" + r.nextInt(4)));
            case 2 -> Policy.nodeGroups(some(random, values, r -> pick(GROUPS.subList(1, GROUPS.size()), r)));
            case 3 -> Policy.methods(some(random, values, r -> pick(METHODS, r)));
            case 4 -> Policy.users(some(random, values, r -> pick(USERS.subList(1, USERS.size()), r)));
            case 5 -> Policy.userGroups(some(random, values, r -> pick(USER_GROUPS, r)));
            default -> Policy.networks(some(random, values, OracleTest::network));
        };
    }

    private interface Making {
        String make(Random random);
    }

    private static String[] some(Random random, int count, Making making) {
        String[] values = new String[count];
        for (int i = 0; i < count; i++) {
            values[i] = making.make(random);
        }
        return values;
    }

    private static String pick(List<String> values, Random random) {
        return values.get(random.nextInt(values.size()));
    }

    private static String host(Random random) {
        StringBuilder host = new StringBuilder(pick(LABELS, random));
        for (int i = random.nextInt(4); i > 0; i--) {
            host.append('.').append(pick(LABELS, random));
        }
        return host.toString();
    }

    private static InetAddress client(Random random) {
        byte[] bytes = new byte[random.nextInt(3) == 0 ? 16 : 4];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt(2) * 255 : 0);
        }
        return Policy.address(literal(bytes));
    }

    private static String literal(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String network(Random random) {
        byte[] bytes = client(random).getAddress();
        int length = random.nextInt(bytes.length * 8 + 1);
        for (int bit = length; bit < bytes.length * 8; bit++) {
            bytes[bit / 8] &= (byte) ~(0x80 >> bit % 8);
        }
        return literal(bytes) + "/" + length;
    }

    private static Optional<Rule> explained(PolicyBundle bundle, ExchangeFacts facts, String group) {
        PastFacts past = new PastFacts(
                Policy.NOON,
                facts.client().getHostAddress(),
                Optional.of(facts.user()),
                facts.method(),
                facts.host(),
                Optional.of(group));
        return Explanation.of(bundle, past).decided();
    }

    private static String oracle(PolicyBundle bundle, ExchangeFacts facts, String group) {
        return bundle.rules().stream()
                .filter(Rule::enabled)
                .filter(rule -> !(rule.action() instanceof Action.Authenticate)
                        || facts.user().isEmpty())
                .filter(rule ->
                        rule.conditions().stream().allMatch(condition -> holds(condition, bundle, facts, group)))
                .findFirst()
                .map(Rule::id)
                .orElse("");
    }

    private static boolean holds(Condition condition, PolicyBundle bundle, ExchangeFacts facts, String group) {
        if (condition instanceof Condition.Host c) {
            return c.hosts().stream()
                    .anyMatch(host -> host.startsWith(".")
                            ? isWithin(facts.host(), host.substring(1))
                            : host.equals(facts.host()));
        }
        if (condition instanceof Condition.InCategory c) {
            return bundle.categories().stream()
                    .filter(category -> c.categories().contains(category.name()))
                    .map(Category::domains)
                    .anyMatch(domains -> domains.stream().anyMatch(domain -> isWithin(facts.host(), domain)));
        }
        if (condition instanceof Condition.InNodeGroup c) {
            return c.groups().contains(group);
        }
        if (condition instanceof Condition.IsUser c) {
            return c.users().contains(facts.user());
        }
        if (condition instanceof Condition.InUserGroup c) {
            return bundle.users().stream()
                    .filter(user -> user.name().equals(facts.user()))
                    .anyMatch(user -> user.groups().stream().anyMatch(c.groups()::contains));
        }
        if (condition instanceof Condition.Method c) {
            return c.methods().contains(facts.method());
        }
        if (condition instanceof Condition.ClientNetwork c) {
            return c.networks().stream()
                    .anyMatch(network -> contains(network, facts.client().getAddress()));
        }
        throw new IllegalArgumentException(condition.toString());
    }

    private static boolean isWithin(String host, String domain) {
        return host.equals(domain) || host.endsWith("." + domain);
    }

    private static boolean contains(String network, byte[] client) {
        byte[] first =
                Policy.address(network.substring(0, network.indexOf('/'))).getAddress();
        int length = Integer.parseInt(network.substring(network.indexOf('/') + 1));
        boolean same = first.length == client.length;
        for (int bit = 0; same && bit < length; bit++) {
            int mask = 0x80 >> bit % 8;
            same = (first[bit / 8] & mask) == (client[bit / 8] & mask);
        }
        return same;
    }
}
