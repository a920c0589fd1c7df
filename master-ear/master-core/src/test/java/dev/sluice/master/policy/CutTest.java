package dev.sluice.master.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.PolicyMessage;
import dev.sluice.jms.PolicyMessage.Section;
import dev.sluice.jms.SectionFile;
import dev.sluice.policy.PolicyCompiler;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.PolicyBundle;
import dev.sluice.policy.model.Revision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CutTest {
    /** Twenty bytes with the line feed. */
    private static final int LONGEST_INLINE = SectionFile.LONGEST_INLINE / 20;

    @Test
    void cutsOffAListThatIsLongerThanSixteenKibibytes() {
        Category atTheLimit = padded("a", SectionFile.LONGEST_INLINE);
        Category over = padded("b", SectionFile.LONGEST_INLINE + 1);
        Cut cut = Cut.of(Lists.blocking(atTheLimit, over));
        assertThat(cut.sections()).extracting(Section::category).containsExactly("b");
        assertThat(cut.sections()).extracting(Section::bytes).containsExactly(SectionFile.LONGEST_INLINE + 1L);
    }

    /** Only what its author repeats does not count. */
    @Test
    void countsEachDomainOnce() {
        List<String> domains = new ArrayList<>();
        for (String domain : Lists.category("a", LONGEST_INLINE / 2).domains()) {
            domains.addAll(List.of(domain, domain.toUpperCase(java.util.Locale.ROOT), domain + "."));
        }
        assertThat(Cut.of(Lists.blocking(new Category("a", domains))).files()).isEmpty();
    }

    @Test
    void leavesAListWithAMistakeToTheCompiler() {
        List<String> domains =
                new ArrayList<>(Lists.category("a", 2 * LONGEST_INLINE).domains());
        domains.set(7, "no domain");
        PolicyBundle bundle = Lists.blocking(new Category("a", domains));
        assertThat(Cut.of(bundle).whole()).isEqualTo(bundle);
    }

    @Test
    void takesAnUnchangedListFromTheCutBefore() {
        Category same = Lists.category("same", 2_000);
        Cut before = Cut.of(Lists.blocking(same, Lists.category("other", 2_000)));
        Cut after = Cut.of(Lists.blocking(same, Lists.category("other", 2_001)), before.files());
        assertThat(after.files().get(0)).isSameAs(before.files().get(0));
        assertThat(after.files().get(1)).isNotEqualTo(before.files().get(1));
        assertThat(after.sections())
                .isEqualTo(Cut.of(Lists.blocking(same, Lists.category("other", 2_001)))
                        .sections());
    }

    /** Whatever the order and the spelling, and whichever way it travels. The seed is fixed. */
    @Test
    void compilesToOneHashInEveryForm() throws Exception {
        Random random = new Random(3);
        for (int round = 0; round < 10; round++) {
            List<Category> categories = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                categories.add(someOf(Lists.category("c" + i % 2, 3_000), "c" + i, random));
            }
            PolicyBundle bundle = Lists.blocking(categories.toArray(Category[]::new));
            PublishedPolicy published = published(bundle);
            PublishedPolicy reordered = published(Lists.blocking(categories.stream()
                    .map(category -> written(category, random))
                    .toArray(Category[]::new)));
            assertThat(reordered.hash()).isEqualTo(published.hash());
            assertThat(reordered.sections()).isEqualTo(published.sections());
            assertThat(hash(published.wholeMessage().bundle())).isEqualTo(published.hash());
            assertThat(hash(pieced(published.message(), Cut.of(bundle)))).isEqualTo(published.hash());
        }
    }

    private static PublishedPolicy published(PolicyBundle bundle) throws Exception {
        Compiled compiled = Compiled.of(bundle, List.of());
        return new PublishedPolicy(
                new Revision(1, 1),
                compiled.hash(),
                bundle,
                Instant.EPOCH,
                "ann",
                "",
                compiled.cut().sections());
    }

    private static Category someOf(Category all, String name, Random random) {
        return new Category(
                name,
                all.domains().stream().filter(domain -> random.nextInt(3) > 0).toList());
    }

    /** The same domains in another order, some in other spellings, and where it is a long list some twice. */
    private static Category written(Category category, Random random) {
        List<String> domains = new ArrayList<>(category.domains());
        domains.addAll(category.domains().subList(0, 100));
        domains.replaceAll(domain -> random.nextInt(4) == 0 ? domain.toUpperCase(java.util.Locale.ROOT) + "." : domain);
        Collections.shuffle(domains, random);
        return new Category(category.name(), domains);
    }

    /** What a node does: it fills in the files that it fetched. */
    private static PolicyBundle pieced(PolicyMessage message, Cut cut) throws Exception {
        Map<String, List<String>> fetched = new HashMap<>();
        for (Section section : message.sections()) {
            byte[] file = cut.files().stream()
                    .filter(list -> list.section().equals(section))
                    .findFirst()
                    .orElseThrow()
                    .gzip()
                    .plain();
            fetched.put(section.category(), SectionFile.read(file).domains());
        }
        List<Category> categories = new ArrayList<>();
        for (Category category : message.bundle().categories()) {
            assertThat(category.domains().isEmpty()).isEqualTo(fetched.containsKey(category.name()));
            categories.add(new Category(category.name(), fetched.getOrDefault(category.name(), category.domains())));
        }
        PolicyBundle bundle = message.bundle();
        return new PolicyBundle(bundle.rules(), categories, bundle.schedules(), bundle.defaultAction());
    }

    private static String hash(PolicyBundle bundle) throws Exception {
        return new PolicyCompiler().compile(bundle, new Revision(1, 1)).hash();
    }

    private static Category padded(String name, int bytes) {
        List<String> domains = new ArrayList<>();
        int left = bytes;
        while (left > 200) {
            domains.add("d%07d.example".formatted(left));
            left -= 17;
        }
        StringBuilder last = new StringBuilder();
        for (int i = 0; i < left - 1; i++) {
            last.append(i % 50 == 49 ? '.' : 'x');
        }
        domains.add(last.toString());
        return new Category(name, domains);
    }
}
