package dev.sluice.portal.edit;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/** Makes rule ids from names: lower-case letters, digits and hyphens, unique among the given ones. */
final class RuleIds {
    private static final int LONGEST = 48;

    static String of(String name, Set<String> taken) {
        String base = slug(name);
        String id = base;
        for (int next = 2; taken.contains(id); next++) {
            id = base + "-" + next;
        }
        return id;
    }

    private static String slug(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        String slug = plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        slug = trimHyphens(slug);
        if (slug.length() > LONGEST) {
            slug = trimHyphens(slug.substring(0, LONGEST));
        }
        return slug.isEmpty() ? "rule" : slug;
    }

    private static String trimHyphens(String text) {
        return text.replaceAll("^-+|-+$", "");
    }

    private RuleIds() {}
}
