package dev.sluice.portal.pages;

import dev.sluice.master.export.RecordFormat;
import dev.sluice.master.report.RecordField;
import dev.sluice.master.report.RecordFilter;
import dev.sluice.master.report.StatusRange;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The address of the records page with a filter. */
final class RecordLink {
    private static final String HOST = "host";
    private static final String TEXT = "text";
    private static final String STATUS = "status";
    private static final String FROM = "from";
    private static final String TO = "to";

    /** As seen from another page. */
    static String to(RecordFilter filter) {
        List<String> parameters = parameters(filter);
        return parameters.isEmpty() ? "records" : "records?" + String.join("&", parameters);
    }

    /** Where all that the filter lets through is to be had as a file. */
    static String export(RecordFilter filter, RecordFormat format) {
        List<String> parameters = parameters(filter);
        parameters.add("format=" + format.word());
        return "api/v1/records/export?" + String.join("&", parameters);
    }

    private static List<String> parameters(RecordFilter filter) {
        List<String> parameters = new ArrayList<>();
        new TreeMap<>(filter.exactly()).forEach((field, value) -> parameters.add(field.word() + "=" + encoded(value)));
        add(parameters, HOST, filter.host());
        add(parameters, TEXT, filter.text());
        add(parameters, STATUS, filter.status().toString());
        if (filter.from().isAfter(Instant.MIN)) {
            add(parameters, FROM, filter.from().toString());
        }
        if (filter.to().isBefore(Instant.MAX)) {
            add(parameters, TO, filter.to().toString());
        }
        return parameters;
    }

    private static void add(List<String> parameters, String name, String value) {
        if (!value.isEmpty()) {
            parameters.add(name + "=" + encoded(value));
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** The filter in an address; what cannot be read is left out. */
    static RecordFilter read(Map<String, String> parameters) {
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

    private static Instant instant(@Nullable String text, Instant otherwise) {
        try {
            return text == null ? otherwise : Instant.parse(text);
        } catch (DateTimeException e) {
            return otherwise;
        }
    }

    private RecordLink() {}
}
