package dev.sluice.policy.category;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CategoryIndexTest {
    private static final int CATEGORIES = 12;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreesWithAHashMap(long seed) {
        Random random = new Random(seed);
        List<List<String>> categories = new ArrayList<>();
        Map<String, BitSet> oracle = new HashMap<>();
        for (int category = 0; category < CATEGORIES; category++) {
            List<String> domains = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                String domain = domain(random);
                domains.add(domain);
                oracle.computeIfAbsent(domain, key -> new BitSet()).set(category);
            }
            categories.add(domains);
        }
        DomainHash hash = new DomainHash(CategoryIndex.salt(categories));
        CategoryIndex index = CategoryIndex.build(hash, categories).orElseThrow();

        for (String listed : oracle.keySet()) {
            assertThat(index.sets().get(index.find(hash.of(listed)))).isEqualTo(withAllAbove(listed, oracle));
        }
        int unlisted = 0;
        for (int i = 0; i < 200_000; i++) {
            String domain = domain(random);
            if (!oracle.containsKey(domain)) {
                unlisted++;
                assertThat(index.find(hash.of(domain))).isZero();
            }
        }
        assertThat(unlisted).isGreaterThan(10_000);
        assertThat(index.entries()).hasSize(oracle.size());
    }

    private static BitSet withAllAbove(String domain, Map<String, BitSet> oracle) {
        BitSet all = new BitSet();
        for (String above = domain; !above.isEmpty(); above = above.substring(above.indexOf('.') + 1)) {
            all.or(oracle.getOrDefault(above, new BitSet()));
            if (above.indexOf('.') < 0) {
                break;
            }
        }
        return all;
    }

    private static String domain(Random random) {
        StringBuilder domain = new StringBuilder(random.nextBoolean() ? "com" : "org");
        for (int labels = 1 + random.nextInt(3); labels > 0; labels--) {
            domain.insert(0, Integer.toString(random.nextInt(60), 36) + ".");
        }
        return domain.toString();
    }

    @Test
    void hashesEverySuffixOnTheWay() {
        DomainHash hash = new DomainHash(42);
        String host = "www.example.com";
        long state = hash.start();
        for (int i = host.length() - 1; i >= 0; i--) {
            state = hash.step(state, host.charAt(i));
            assertThat(hash.finish(state)).isEqualTo(hash.of(host.substring(i)));
        }
    }

    @Test
    void hashesEveryDomainDifferentlyUnderAnotherSalt() {
        assertThat(new DomainHash(1).of("example.com")).isNotEqualTo(new DomainHash(2).of("example.com"));
    }

    @Test
    void saltDependsOnEveryDomainButNotOnTheirOrder() {
        List<String> domains = new ArrayList<>(List.of("a.test", "b.test", "c.test"));
        long salt = CategoryIndex.salt(List.of(domains));
        Collections.reverse(domains);

        assertThat(CategoryIndex.salt(List.of(domains))).isEqualTo(salt);
        assertThat(CategoryIndex.salt(List.of(domains.subList(0, 2)))).isNotEqualTo(salt);
    }

    @Test
    void takesFourteenBytesADomain() {
        List<String> domains = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            domains.add("host-" + i + ".example");
        }
        CategoryIndex index =
                CategoryIndex.build(new DomainHash(7), List.of(domains)).orElseThrow();

        assertThat(index.slots() * (double) Long.BYTES / domains.size()).isLessThan(14);
    }

    @Test
    void findsNothingInAnEmptyIndex() {
        CategoryIndex index = CategoryIndex.build(new DomainHash(7), List.of()).orElseThrow();

        assertThat(index.find(new DomainHash(7).of("example.com"))).isZero();
    }
}
