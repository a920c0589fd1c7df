package dev.sluice.portal.rest;

import dev.sluice.master.report.RecordField;
import dev.sluice.master.report.RecordFilter;
import dev.sluice.master.report.StatusRange;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Filters for records as query parameters. */
final class RecordQueries {
    /** What may be asked for, for the description of each operation that takes it. */
    static final String FILTERS =
            " The filters are parameters: node, client, user, site (a whole host), category, rule (its id), "
                    + "action (allow, authenticate or block), scheme (http, https or tunnel), error, status (404, or a class such as 4xx), "
                    + "host (a part of it), text (a part of host and path, such as example/page), from and to (2026-03-01T00:00:00Z; "
                    + "to is exclusive). Those that are left out match all, and * matches all that are not empty.";

    static final Set<String> KNOWN = Set.of(
            "node",
            "client",
            "user",
            "site",
            "category",
            "rule",
            "action",
            "scheme",
            "error",
            "status",
            "host",
            "text",
            "from",
            "to");

    private static final Set<String> ACTIONS = Set.of("allow", "authenticate", "block");

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
                .withText(value(parameters, "text"))
                .withStatus(status(value(parameters, "status")))
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
        Set<String> known = new TreeSet<>(KNOWN);
        known.addAll(others);
        KnownParameters.check(names, known);
    }

    private static String value(MultivaluedMap<String, String> parameters, String name) {
        return Limits.text(name, Objects.requireNonNullElse(parameters.getFirst(name), ""));
    }

    private static StatusRange status(String text) {
        return StatusRange.of(text)
                .orElseThrow(() -> new ProblemException(400, "The status is " + StatusRange.FORM + "."));
    }

    private static void checkAction(String action) {
        if (!ACTIONS.contains(action)) {
            throw new ProblemException(400, "The action is allow, authenticate or block.");
        }
    }

    private RecordQueries() {}
}
