package dev.sluice.portal.rest;

import dev.sluice.policy.Violation;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * A problem detail (RFC 9457) of type {@code about:blank}, so that the title is the status in words.
 *
 * @param detail what happened and what to do, a sentence for the caller
 * @param violations each thing wrong in a policy, empty for other problems
 * @param field the field of the body, or the parameter, that is wrong; empty for other problems
 * @param fix what would be right in it; empty for other problems
 */
record Problem(int status, String detail, List<Violation> violations, String field, String fix) {
    static final String MEDIA_TYPE = "application/problem+json";

    private static final int MOST_SHOWN = 100;

    Problem(int status, String detail) {
        this(status, detail, List.of());
    }

    Problem(int status, String detail, List<Violation> violations) {
        this(status, detail, violations, "", "");
    }

    /** Something wrong in one field. */
    static Problem inField(String field, String fix) {
        return new Problem(400, "The field " + field + " is wrong. " + fix, List.of(), field, fix);
    }

    /** A parameter that is not of its type. */
    static Problem inParameter(String name, String given, String takes) {
        String start = given.length() > MOST_SHOWN ? given.substring(0, MOST_SHOWN) + "..." : given;
        return new Problem(
                400,
                "The parameter " + name + " must be " + takes + ", but is \"" + start + "\".",
                List.of(),
                name,
                "Give " + takes + ".");
    }

    JsonObject toJson() {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("type", "about:blank")
                .add("title", title(status))
                .add("status", status)
                .add("detail", detail);
        if (!violations.isEmpty()) {
            JsonArrayBuilder array = Json.createArrayBuilder();
            violations.forEach(v ->
                    array.add(Json.createObjectBuilder().add("path", v.path()).add("problem", v.problem())));
            json.add("violations", array);
        }
        if (!field.isEmpty()) {
            json.add("field", field).add("fix", fix);
        }
        return json.build();
    }

    private static String title(int status) {
        if (status == 422) {
            return "Unprocessable Content";
        }
        Response.Status known = Response.Status.fromStatusCode(status);
        return known == null ? "Problem" : known.getReasonPhrase();
    }
}
