package dev.sluice.policy;

import dev.sluice.policy.model.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Parses categories. */
final class CategoryReader {
    private final Problems problems;

    CategoryReader(Problems problems) {
        this.problems = problems;
    }

    /** The normalised domains by the category's name. What is wrong in a category is left out of it. */
    SortedMap<String, List<String>> read(List<Category> categories) {
        Words names = new Words(problems);
        SortedMap<String, List<String>> byName = new TreeMap<>();
        for (int i = 0; i < categories.size(); i++) {
            Category category = categories.get(i);
            String path = "categories[" + i + "]";
            names.checkId(path + ".name", category.name());
            byName.putIfAbsent(category.name(), domains(path + ".domains", category.domains()));
        }
        return byName;
    }

    private List<String> domains(String path, List<String> domains) {
        if (domains.isEmpty()) {
            problems.add(path, "is empty; add a domain, or remove the category.");
        }
        List<String> normalised = new ArrayList<>(domains.size());
        for (int i = 0; i < domains.size(); i++) {
            Optional<String> domain = HostName.normalise(domains.get(i));
            if (domain.isPresent()) {
                normalised.add(domain.get());
            } else {
                problems.add(path + "[" + i + "]", Problems.quote(domains.get(i)) + problem(domains.get(i)));
            }
        }
        return normalised;
    }

    private static String problem(String domain) {
        return domain.startsWith(".") || domain.startsWith("*.")
                ? " starts with a dot or a star; leave that out, a domain always stands for all below it, too."
                : " is not a domain; write it like example.com.";
    }
}
