package dev.sluice.master.policy;

import dev.sluice.jms.PolicyMessage.Section;
import dev.sluice.jms.SectionFile;
import dev.sluice.policy.HostName;
import dev.sluice.policy.model.Category;
import dev.sluice.policy.model.PolicyBundle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A policy cut into what travels in the message and the long lists that travel as files.
 *
 * @param whole the policy, with the long lists as the files have them: sorted, each domain once. This is what has to be
 *     compiled, as it is what nodes compile, whichever way it reaches them.
 * @param files those over {@link SectionFile#LONGEST_INLINE}
 */
record Cut(PolicyBundle whole, List<LongList> files) {
    /**
     * One category's file.
     *
     * @param written the category as its author wrote it
     * @param sorted the category as the file has it
     * @param gzip the file, compressed
     */
    record LongList(Category written, Category sorted, Section section, Gzip gzip) {}

    Cut {
        files = List.copyOf(files);
    }

    static Cut of(PolicyBundle bundle) {
        return of(bundle, List.of());
    }

    /** Cuts a policy; a list that is as it was in an earlier cut is taken from there. */
    static Cut of(PolicyBundle bundle, List<LongList> earlier) {
        Map<String, LongList> known = new HashMap<>();
        earlier.forEach(file -> known.put(file.written().name(), file));
        List<Category> categories = new ArrayList<>();
        List<LongList> files = new ArrayList<>();
        for (Category category : bundle.categories()) {
            Optional<LongList> file = Optional.ofNullable(known.get(category.name()))
                    .filter(list -> list.written().equals(category))
                    .or(() -> longList(category));
            file.ifPresent(files::add);
            categories.add(file.map(LongList::sorted).orElse(category));
        }
        return new Cut(bundle.withCategories(categories), files);
    }

    /** Empty for a short one, and for one with a mistake in it, which the compiler will tell of. */
    private static Optional<LongList> longList(Category category) {
        List<String> domains = new ArrayList<>(category.domains().size());
        for (String domain : category.domains()) {
            Optional<String> normalised = HostName.normalise(domain);
            if (normalised.isEmpty()) {
                return Optional.empty();
            }
            domains.add(normalised.get());
        }
        SectionFile file = SectionFile.of(domains);
        if (file.length() <= SectionFile.LONGEST_INLINE) {
            return Optional.empty();
        }
        return Optional.of(new LongList(
                category,
                new Category(category.name(), file.domains()),
                new Section(category.name(), file.digest(), file.length()),
                Gzip.of(file.bytes())));
    }

    /** By category. */
    List<Section> sections() {
        return files.stream()
                .map(LongList::section)
                .sorted(Comparator.comparing(Section::category))
                .toList();
    }
}
