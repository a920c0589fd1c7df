package dev.sluice.portal.rest;

import dev.sluice.master.report.RecordField;
import dev.sluice.master.report.RecordFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Filters for records as query parameters. */
final class RecordQueries {
    private static final Set<String> OWN = Set.of("host", "from", "to");

    /**
     * @param others the parameters that are no filters
     * @throws ProblemException 400 for a parameter that is not known: a filter with a slip of the pen would match all
     */
    static RecordFilter filter(MultivaluedMap<String, String> parameters, Set<String> others) {
        checkNames(parameters.keySet(), others);
        String from = value(parameters, "from");
        String to = value(parameters, "to");
        RecordFilter filter = RecordFilter.ALL
                .withHost(value(parameters, "host"))
                .within(
                        from.isEmpty() ? Instant.MIN : Limits.instant("from", from),
                        to.isEmpty() ? Instant.MAX : Limits.instant("to", to));
        for (RecordField field : RecordField.values()) {
            filter = filter.with(field, value(parameters, field.word()));
        }
        checkAction(filter.exactly().getOrDefault(RecordField.ACTION, "allow"));
        return filter;
    }

    private static void checkNames(Set<String> names, Set<String> others) {
        Set<String> known = new TreeSet<>(OWN);
        known.addAll(others);
        known.addAll(Arrays.stream(RecordField.values()).map(RecordField::word).collect(Collectors.toSet()));
        for (String name : names) {
            if (!known.contains(name)) {
                throw new ProblemException(
                        400,
                        "There is no parameter " + Limits.text("name", name) + "; there are " + String.join(", ", known)
                                + ".");
            }
        }
    }

    private static String value(MultivaluedMap<String, String> parameters, String name) {
        return Limits.text(name, Objects.requireNonNullElse(parameters.getFirst(name), ""));
    }

    private static void checkAction(String action) {
        if (!action.equals("allow") && !action.equals("block")) {
            throw new ProblemException(400, "The action is allow or block.");
        }
    }

    private RecordQueries() {}
}
