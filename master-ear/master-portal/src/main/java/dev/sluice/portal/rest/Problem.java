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
 * @param retryAfter seconds after which trying the same again may help; 0 where it would not, or nobody knows
 */
record Problem(int status, String detail, List<Violation> violations, String field, String fix, int retryAfter) {
    static final String MEDIA_TYPE = "application/problem+json";

    private static final int MOST_SHOWN = 100;
    private static final int MOMENT = 5;

    Problem(int status, String detail) {
        this(status, detail, List.of());
    }

    Problem(int status, String detail, List<Violation> violations) {
        this(status, detail, violations, "", "", 0);
    }

    /** Something that passes by itself, so that trying again in a moment may help. */
    static Problem passing(String detail) {
        return new Problem(503, detail, List.of(), "", "", MOMENT);
    }

    /** Something wrong in one field. */
    static Problem inField(String field, String fix) {
        return new Problem(400, "The field " + field + " is wrong. " + fix, List.of(), field, fix, 0);
    }

    /** A parameter that is not of its type. */
    static Problem inParameter(String name, String given, String takes) {
        String start = given.length() > MOST_SHOWN ? given.substring(0, MOST_SHOWN) + "..." : given;
        return new Problem(
                400,
                "The parameter " + name + " must be " + takes + ", but is \"" + start + "\".",
                List.of(),
                name,
                "Give " + takes + ".",
                0);
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
