package dev.sluice.jms;

import jakarta.json.Json;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Writes JSON text; the factory is made once, because looking the provider up costs more than a message. */
public final class JsonText {
    private static final JsonGeneratorFactory GENERATORS = Json.createGeneratorFactory(Map.of());

    /** One object whose fields the caller writes. */
    public static String write(Consumer<JsonGenerator> fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = GENERATORS.createGenerator(text)) {
            json.writeStartObject();
            fields.accept(json);
            json.writeEnd();
        }
        return text.toString();
    }

    static void write(String name, List<String> values, JsonGenerator json) {
        json.writeStartArray(name);
        values.forEach(json::write);
        json.writeEnd();
    }

    private JsonText() {}
}
