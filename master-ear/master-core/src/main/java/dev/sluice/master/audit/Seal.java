package dev.sluice.master.audit;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An event's number and hash: what has to be kept elsewhere to show later that nothing up to it was changed.
 *
 * @param hash lower-case hex
 */
public record Seal(long number, String hash) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,18}):([0-9a-f]{64})");

    /** Of no event. */
    public static final Seal NONE = new Seal(0, "0".repeat(64));

    /** @throws IllegalArgumentException when the text is none */
    public static Seal parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("A seal is NUMBER:HASH, as a verification shows it.");
        }
        return new Seal(Long.parseLong(matcher.group(1)), matcher.group(2));
    }

    /** {@code NUMBER:HASH}. */
    @Override
    public String toString() {
        return number + ":" + hash;
    }
}
