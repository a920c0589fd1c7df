package dev.sluice.jms;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonConfig;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one JSON object and where it stands in its document; every complaint names the path. For the codecs of
 * what master and nodes send each other, on the broker and off it.
 */
public final class Fields {
    private static final JsonReaderFactory READERS =
            Json.createReaderFactory(Map.of(JsonConfig.KEY_STRATEGY, JsonConfig.KeyStrategy.NONE));

    private final JsonObject object;
    private final String path;

    private Fields(JsonObject object, String path) {
        this.object = object;
        this.path = path;
    }

    /** Parses a document whose root is an object. A name that occurs twice in one object is an error. */
    public static Fields parse(String json, int maxLength) throws MalformedMessageException {
        JsonScan.check(json, maxLength);
        try (JsonReader reader = READERS.createReader(new StringReader(json))) {
            return new Fields(reader.readObject(), "");
        } catch (JsonException | IllegalStateException | NumberFormatException | UnsupportedOperationException e) {
            // the last two are how the parser refuses numbers with a huge exponent or too many digits
            throw new MalformedMessageException("not a JSON object: " + e.getMessage(), e);
        }
    }

    public Fields object(String name) throws MalformedMessageException {
        return asObject(required(name), at(name));
    }

    public Optional<Fields> optionalObject(String name) throws MalformedMessageException {
        JsonValue value = find(name);
        return value == null ? Optional.empty() : Optional.of(asObject(value, at(name)));
    }

    public List<Fields> objects(String name) throws MalformedMessageException {
        JsonArray array = asArray(required(name), at(name));
        List<Fields> all = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            all.add(asObject(array.get(i), at(name) + "[" + i + "]"));
        }
        return all;
    }

    public List<Fields> objectsOrNone(String name) throws MalformedMessageException {
        return find(name) == null ? List.of() : objects(name);
    }

    public List<String> textsOrNone(String name) throws MalformedMessageException {
        return find(name) == null ? List.of() : texts(name);
    }

    public List<String> texts(String name) throws MalformedMessageException {
        JsonArray array = asArray(required(name), at(name));
        List<String> all = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof JsonString text)) {
                throw wrongType(at(name) + "[" + i + "]", "text", array.get(i));
            }
            all.add(text.getString());
        }
        return all;
    }

    public String text(String name) throws MalformedMessageException {
        if (required(name) instanceof JsonString text) {
            return text.getString();
        }
        throw wrongType(at(name), "text", required(name));
    }

    public String textOr(String name, String fallback) throws MalformedMessageException {
        return find(name) == null ? fallback : text(name);
    }

    /** A whole number from 0. */
    public long count(String name) throws MalformedMessageException {
        if (!(required(name) instanceof JsonNumber number)) {
            throw wrongType(at(name), "a number", required(name));
        }
        try {
            long value = number.longValueExact();
            if (value >= 0) {
                return value;
            }
        } catch (ArithmeticException e) {
            // falls through to the same complaint
        }
        throw new MalformedMessageException(at(name) + ": must be a whole number from 0 to " + Long.MAX_VALUE);
    }

    public boolean flag(String name) throws MalformedMessageException {
        JsonValue value = required(name);
        if (value.getValueType() == ValueType.TRUE || value.getValueType() == ValueType.FALSE) {
            return value.getValueType() == ValueType.TRUE;
        }
        throw wrongType(at(name), "true or false", value);
    }

    public boolean flagOr(String name, boolean fallback) throws MalformedMessageException {
        return find(name) == null ? fallback : flag(name);
    }

    public Instant instant(String name) throws MalformedMessageException {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw new MalformedMessageException(at(name) + ": must be a time such as 2026-01-31T12:00:00Z", e);
        }
    }

    public Optional<Instant> optionalInstant(String name) throws MalformedMessageException {
        return find(name) == null ? Optional.empty() : Optional.of(instant(name));
    }

    public Duration duration(String name) throws MalformedMessageException {
        try {
            return Duration.parse(text(name));
        } catch (DateTimeException e) {
            throw new MalformedMessageException(at(name) + ": must be a duration such as PT0.25S", e);
        }
    }

    /** The name of the only field. */
    public String onlyField(String kind, Set<String> known) throws MalformedMessageException {
        if (object.size() != 1) {
            throw new MalformedMessageException(
                    here() + ": must have exactly one field, the type of the " + kind + ", but has " + object.size());
        }
        String name = object.keySet().iterator().next();
        if (!known.contains(name)) {
            throw new MalformedMessageException(
                    at(name) + ": unknown type of " + kind + "; known are " + String.join(", ", new TreeSet<>(known)));
        }
        return name;
    }

    /** Refuses fields that are not understood, where leaving one out could turn the meaning round. */
    public Fields only(Set<String> known) throws MalformedMessageException {
        for (String name : object.keySet()) {
            if (!known.contains(name)) {
                throw new MalformedMessageException(
                        at(name) + ": unknown field; known are " + String.join(", ", new TreeSet<>(known)));
            }
        }
        return this;
    }

    public MalformedMessageException bad(String name, String problem) {
        return new MalformedMessageException(at(name) + ": " + problem);
    }

    private @Nullable JsonValue find(String name) {
        JsonValue value = object.get(name);
        return value == null || value.getValueType() == ValueType.NULL ? null : value;
    }

    private JsonValue required(String name) throws MalformedMessageException {
        JsonValue value = find(name);
        if (value == null) {
            throw new MalformedMessageException(at(name) + ": missing");
        }
        return value;
    }

    private String at(String name) {
        String shown = name.length() > 64 ? name.substring(0, 64) + "…" : name;
        return path.isEmpty() ? shown : path + "." + shown;
    }

    private String here() {
        return path.isEmpty() ? "the document" : path;
    }

    private static Fields asObject(JsonValue value, String path) throws MalformedMessageException {
        if (value instanceof JsonObject object) {
            return new Fields(object, path);
        }
        throw wrongType(path, "an object", value);
    }

    private static JsonArray asArray(JsonValue value, String path) throws MalformedMessageException {
        if (value instanceof JsonArray array) {
            return array;
        }
        throw wrongType(path, "a list", value);
    }

    private static MalformedMessageException wrongType(String path, String wanted, JsonValue value) {
        return new MalformedMessageException(path + ": must be " + wanted + ", not " + word(value.getValueType()));
    }

    private static String word(ValueType type) {
        return switch (type) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            case STRING -> "text";
            case NUMBER -> "a number";
            case TRUE, FALSE -> "true or false";
            case NULL -> "null";
        };
    }
}
