package dev.sluice.portal.edit;

import java.util.List;

/** Joins words into phrases. */
final class Phrases {
    /** {@code a}, {@code a or b}, {@code a, b or c}. */
    static String list(List<String> items, String last) {
        int size = items.size();
        if (size <= 1) {
            return size == 0 ? "" : items.get(0);
        }
        return String.join(", ", items.subList(0, size - 1)) + " " + last + " " + items.get(size - 1);
    }

    /** As {@link #list}, but names only the first ones of a long list: {@code a, b, c or 7 more}. */
    static String shortList(List<String> items, String last, int most) {
        if (items.size() <= most) {
            return list(items, last);
        }
        return String.join(", ", items.subList(0, most)) + " " + last + " " + (items.size() - most) + " more";
    }

    static List<String> quoted(List<String> names) {
        return names.stream().map(n -> "\"" + n + "\"").toList();
    }

    /** {@code 1 rule}, {@code 3 rules}. */
    static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    private Phrases() {}
}
