package dev.sluice.master.filter;

import java.util.regex.Pattern;

/**
 * A filter that is kept.
 *
 * @param owner the account whose it is, empty for a shared one
 * @param query the filter as in the address of the records page: {@code action=block&status=4xx}
 */
public record SavedFilter(String owner, String name, String query) {
    /** What a filter may be called. */
    public static final Pattern NAME = Pattern.compile("(?U)[\\p{L}\\p{N}\\p{P}\\p{S} &&[^/\\\\]]{1,60}");

    /** How to write a name, for who did not. */
    public static final String FORM = "1 to 60 characters on one line, without slashes";

    public static final int LONGEST_QUERY = 4_000;

    public SavedFilter {
        if (!NAME.matcher(name).matches() || name.isBlank() || query.length() > LONGEST_QUERY) {
            throw new IllegalArgumentException("A filter's name has " + FORM);
        }
    }

    public boolean shared() {
        return owner.isEmpty();
    }
}
