package dev.sluice.jms;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All nodes that may use the broker; who is not named is turned away and its connections are closed. Sent by the master
 * at its start, at every change and from time to time.
 *
 * @param epoch the master's lease; the broker refuses a lower one than it has seen
 * @param serials the serial numbers (lower-case hex) of the good certificates of each node
 */
public record AdmissionMessage(long epoch, Map<String, List<String>> serials) {
    private static final Pattern SEEN = Pattern.compile("epoch (\\d{1,18}) has been seen");

    public AdmissionMessage {
        Map<String, List<String>> copy = new TreeMap<>();
        serials.forEach((node, numbers) -> copy.put(node, List.copyOf(numbers)));
        serials = Collections.unmodifiableMap(copy);
    }

    /** What the broker answers to this list when it has seen a higher epoch. */
    public String tooLate(long seen) {
        return "the admission list is of epoch " + epoch + ", and epoch " + seen
                + " has been seen: another master took over";
    }

    /** The epoch that the broker has seen, if it answered with {@link #tooLate}; it may have said more around it. */
    public static OptionalLong seenEpoch(String answer) {
        Matcher seen = SEEN.matcher(answer);
        return seen.find() ? OptionalLong.of(Long.parseLong(seen.group(1))) : OptionalLong.empty();
    }
}
