package dev.sluice.portal.record;

import dev.sluice.master.report.RecordField;
import dev.sluice.master.report.RecordFilter;
import dev.sluice.master.report.StatusRange;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A filter as the query of an address: {@code action=block&status=4xx}. */
public final class FilterQuery {
    private static final String HOST = "host";
    private static final String TEXT = "text";
    private static final String STATUS = "status";
    private static final String FROM = "from";
    private static final String TO = "to";

    /** Empty for all records. */
    public static String of(RecordFilter filter) {
        return parameters(filter).entrySet().stream()
                .map(one -> one.getKey() + "=" + encoded(one.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static Map<String, String> parameters(RecordFilter filter) {
        Map<String, String> parameters = new LinkedHashMap<>();
        new TreeMap<>(filter.exactly()).forEach((field, value) -> parameters.put(field.word(), value));
        parameters.put(HOST, filter.host());
        parameters.put(TEXT, filter.text());
        parameters.put(STATUS, filter.status().toString());
        parameters.put(FROM, filter.from().isAfter(Instant.MIN) ? filter.from().toString() : "");
        parameters.put(TO, filter.to().isBefore(Instant.MAX) ? filter.to().toString() : "");
        parameters.values().removeIf(String::isEmpty);
        return parameters;
    }

    /** The names and values of a query. */
    public static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String part : query.split("&")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parameters.put(part.substring(0, equals), decoded(part.substring(equals + 1)));
            }
        }
        return parameters;
    }

    /** The filter that these parameters say; what cannot be read is left out. */
    public static RecordFilter read(Map<String, String> parameters) {
        RecordFilter filter = RecordFilter.ALL
                .withHost(parameters.getOrDefault(HOST, ""))
                .withText(parameters.getOrDefault(TEXT, ""))
                .withStatus(StatusRange.of(parameters.getOrDefault(STATUS, "")).orElse(StatusRange.ALL))
                .within(instant(parameters.get(FROM), Instant.MIN), instant(parameters.get(TO), Instant.MAX));
        for (RecordField field : RecordField.values()) {
            filter = filter.with(field, parameters.getOrDefault(field.word(), ""));
        }
        return filter;
    }

    /** A time as ISO 8601; the other where it is none. */
    public static Instant instant(@Nullable String text, Instant otherwise) {
        try {
            return text == null ? otherwise : Instant.parse(text);
        } catch (DateTimeException e) {
            return otherwise;
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static String decoded(String value) {
        return URLDecoder.decode(value, StandardCharsets.UTF_8);
    }

    private FilterQuery() {}
}
