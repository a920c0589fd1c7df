package dev.sluice.master.delivery;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is to be reported when to whom.
 *
 * @param name also its subject
 * @param at the time of the day, in the zone
 * @param zone which also says where days begin
 * @param node the id of one node, or empty for all
 * @param recipients mail addresses; none, and it goes into the folder of the settings
 */
public record ReportTerms(
        String name,
        Rhythm rhythm,
        LocalTime at,
        ZoneId zone,
        String node,
        ReportFormat format,
        List<String> recipients) {
    public static final int MOST_RECIPIENTS = 50;

    private static final int LONGEST_NAME = 100;
    private static final Pattern NODE = Pattern.compile("[a-z0-9-]{0,63}");
    private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");

    public ReportTerms {
        recipients = List.copyOf(recipients);
    }

    /**
     * Reads what somebody typed.
     *
     * @throws TermsException for the first field that is wrong
     */
    public static ReportTerms of(
            String name, String rhythm, String at, String zone, String node, String format, List<String> recipients) {
        return new ReportTerms(
                name(name),
                word("rhythm", rhythm, Rhythm.values(), Rhythm::word),
                time(at),
                zone(zone),
                matching("node", node, NODE, "It is the id of a node, or empty for all."),
                word("format", format, ReportFormat.values(), ReportFormat::word),
                recipients(recipients));
    }

    private static String name(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new TermsException("name", "It is text of 1 to " + LONGEST_NAME + " characters, on one line.");
        }
        return name.strip();
    }

    private static <T> T word(String field, String word, T[] values, Function<T, String> words) {
        return Arrays.stream(values)
                .filter(value -> words.apply(value).equals(word))
                .findFirst()
                .orElseThrow(() -> new TermsException(
                        field,
                        "It is one of " + Arrays.stream(values).map(words).collect(Collectors.joining(", ")) + "."));
    }

    private static LocalTime time(String at) {
        return LocalTime.parse(matching("at", at, TIME, "It is a time of the day, such as 06:30."));
    }

    private static ZoneId zone(String zone) {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new TermsException("zone", "It is a time zone, such as Europe/Berlin or UTC.");
        }
    }

    private static String matching(String field, String text, Pattern form, String fix) {
        if (!form.matcher(text).matches()) {
            throw new TermsException(field, fix);
        }
        return text;
    }

    private static List<String> recipients(List<String> recipients) {
        if (recipients.size() > MOST_RECIPIENTS) {
            throw new TermsException("recipients", "They are at most " + MOST_RECIPIENTS + ".");
        }
        recipients.forEach(ReportTerms::checkAddress);
        return recipients;
    }

    private static void checkAddress(String address) {
        try {
            InternetAddress[] parsed = InternetAddress.parse(address, true);
            if (parsed.length == 1
                    && parsed[0].getAddress().equals(address)
                    && address.matches("[^@\\s,]+@[^@\\s,]+")) {
                return;
            }
        } catch (AddressException e) {
            throw new TermsException("recipients", "\"" + address + "\" is no mail address: " + e.getMessage() + ".");
        }
        throw new TermsException("recipients", "\"" + address + "\" is no mail address, such as ann@example.org.");
    }

    /** For the audit. */
    Map<String, Object> facts() {
        return Map.of(
                "name", name,
                "rhythm", rhythm.word(),
                "at", at.toString(),
                "zone", zone.getId(),
                "node", node,
                "format", format.word(),
                "recipients", recipients);
    }
}
