package dev.sluice.master.report;

import java.io.Serializable;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Statuses that follow each other: one, or a class of them.
 *
 * @param least inclusive
 * @param most inclusive
 */
public record StatusRange(int least, int most) implements Serializable {
    /** Whatever the status is. */
    public static final StatusRange ALL = new StatusRange(Integer.MIN_VALUE, Integer.MAX_VALUE);

    /** How to write one, for who did not. */
    public static final String FORM = "a status such as 404, or a class such as 4xx";

    private static final Pattern ONE = Pattern.compile("[0-9]{3}|0");
    private static final Pattern CLASS = Pattern.compile("[1-9][xX]{2}");
    private static final int CLASS_SIZE = 100;

    /** Reads {@code 404}, {@code 4xx}, {@code 0} for no status, or nothing for all; empty where it is none of these. */
    public static Optional<StatusRange> of(String text) {
        if (text.isEmpty()) {
            return Optional.of(ALL);
        }
        if (CLASS.matcher(text).matches()) {
            int least = (text.charAt(0) - '0') * CLASS_SIZE;
            return Optional.of(new StatusRange(least, least + CLASS_SIZE - 1));
        }
        if (ONE.matcher(text).matches()) {
            int status = Integer.parseInt(text);
            return Optional.of(new StatusRange(status, status));
        }
        return Optional.empty();
    }

    /** As {@link #of} reads it. */
    @Override
    public String toString() {
        if (equals(ALL)) {
            return "";
        }
        return least == most ? String.valueOf(least) : least / CLASS_SIZE + "xx";
    }
}
