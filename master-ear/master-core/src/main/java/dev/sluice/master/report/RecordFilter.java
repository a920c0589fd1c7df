package dev.sluice.master.report;

import java.io.Serializable;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * Which records to show.
 *
 * @param exactly the value that some fields have; {@link #ANY} asks for any but the empty one
 * @param host a part of the host, empty for all
 * @param text a part of host and path as one text, empty for all
 * @param status the status that the client got
 * @param from the earliest time
 * @param to the time is before this
 */
public record RecordFilter(
        Map<RecordField, String> exactly, String host, String text, StatusRange status, Instant from, Instant to)
        implements Serializable {
    /** Stands for any value that is not empty. */
    public static final String ANY = "*";

    public static final RecordFilter ALL =
            new RecordFilter(Map.of(), "", "", StatusRange.ALL, Instant.MIN, Instant.MAX);

    public RecordFilter {
        exactly = Map.copyOf(exactly);
    }

    /** @param value empty for all */
    public RecordFilter with(RecordField field, String value) {
        Map<RecordField, String> more = new EnumMap<>(RecordField.class);
        more.putAll(exactly);
        if (value.isEmpty()) {
            more.remove(field);
        } else {
            more.put(field, value);
        }
        return new RecordFilter(more, host, text, status, from, to);
    }

    public RecordFilter withHost(String part) {
        return new RecordFilter(exactly, part, text, status, from, to);
    }

    public RecordFilter withText(String part) {
        return new RecordFilter(exactly, host, part, status, from, to);
    }

    public RecordFilter withStatus(StatusRange statuses) {
        return new RecordFilter(exactly, host, text, statuses, from, to);
    }

    public RecordFilter within(Instant earliest, Instant end) {
        return new RecordFilter(exactly, host, text, status, earliest, end);
    }

    /** Only before this time. */
    RecordFilter endingAt(Instant time) {
        return time.isBefore(to) ? within(from, time) : this;
    }

    /** With no earlier times than this. */
    RecordFilter startingAt(Instant time) {
        return time.isAfter(from) ? within(time, to) : this;
    }
}
