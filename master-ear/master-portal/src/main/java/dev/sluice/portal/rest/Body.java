package dev.sluice.portal.rest;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A small JSON object from a caller. What is wrong in it ends the call with a problem that names the field and the fix. */
final class Body {
    private final JsonObject json;
    private final String path;

    private Body(JsonObject json, String path) {
        this.json = json;
        this.path = path;
    }

    /**
     * Reads the body; an empty one counts as an object without fields.
     *
     * @param known all fields that it may have, so that a misspelt one is not passed over
     */
    static Body of(String body, Set<String> known) {
        return new Body(PolicyJson.object(body), "").only(known);
    }

    private Body only(Set<String> known) {
        for (String field : json.keySet()) {
            if (!known.contains(field)) {
                throw wrongIn(field, "There is no such field; there are " + new TreeSet<>(known) + ".");
            }
        }
        return this;
    }

    /** An object in a field, with all fields that it may have; empty when it is left out. */
    Optional<Body> part(String field, Set<String> known) {
        return value(field).map(value -> {
            if (value instanceof JsonObject object) {
                return new Body(object, path + field + ".").only(known);
            }
            throw wrongIn(field, "It is an object with the fields " + new TreeSet<>(known) + ".");
        });
    }

    /** As {@link #wrong}, for a field of this object. */
    ProblemException wrongIn(String field, String fix) {
        return wrong(path + field, fix);
    }

    static ProblemException wrong(String field, String fix) {
        return new ProblemException(Problem.inField(field, fix));
    }

    /** Empty when it is left out or null. */
    private Optional<JsonValue> value(String field) {
        return Optional.ofNullable(json.get(field)).filter(value -> !value.equals(JsonValue.NULL));
    }

    /** Empty when it is left out. */
    String text(String field, int longest) {
        String fix = "It is text of at most " + longest + " characters.";
        return text(field, fix, Pattern.compile("(?s).{0," + longest + "}"));
    }

    /** Empty when it is left out, which the form need not allow. */
    String text(String field, String fix, Pattern form) {
        Optional<JsonValue> value = value(field);
        if (value.isEmpty()) {
            return "";
        }
        if (value.get() instanceof JsonString text
                && form.matcher(text.getString()).matches()) {
            return text.getString();
        }
        throw wrongIn(field, fix);
    }

    Optional<Long> number(String field, long least, long most) {
        return value(field).map(value -> {
            if (value instanceof JsonNumber number && number.isIntegral()) {
                long exact = number.bigIntegerValue().bitLength() < Long.SIZE ? number.longValue() : Long.MIN_VALUE;
                if (exact >= least && exact <= most) {
                    return exact;
                }
            }
            throw wrongIn(field, "It is a whole number from " + least + " to " + most + ".");
        });
    }

    /** A share from 0 to 1. */
    Optional<Double> share(String field) {
        return value(field).map(value -> {
            if (value instanceof JsonNumber number && number.doubleValue() >= 0 && number.doubleValue() <= 1) {
                return number.doubleValue();
            }
            throw wrongIn(field, "It is a share from 0 to 1, such as 0.05.");
        });
    }

    /** False when it is left out. */
    boolean flag(String field) {
        JsonValue value = value(field).orElse(JsonValue.FALSE);
        if (!value.equals(JsonValue.TRUE) && !value.equals(JsonValue.FALSE)) {
            throw wrongIn(field, "It is true or false.");
        }
        return value.equals(JsonValue.TRUE);
    }

    /** A duration as in ISO 8601, such as {@code PT30S} or {@code P7D}. */
    Optional<Duration> duration(String field, Duration least, Duration most) {
        String fix = "It is a duration from " + least + " to " + most + ", written like PT30S or P7D.";
        return value(field).map(value -> {
            try {
                Duration duration = Duration.parse(value instanceof JsonString text ? text.getString() : "");
                if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                    return duration;
                }
            } catch (DateTimeParseException e) {
                throw wrongIn(field, fix);
            }
            throw wrongIn(field, fix);
        });
    }

    /** None when it is left out. */
    List<String> texts(String field, int most) {
        JsonValue value = value(field).orElse(JsonValue.EMPTY_JSON_ARRAY);
        if (value instanceof JsonArray array
                && array.size() <= most
                && array.stream().allMatch(JsonString.class::isInstance)) {
            return array.getValuesAs(JsonString::getString);
        }
        throw wrongIn(field, "It is a list of at most " + most + " texts.");
    }
}
