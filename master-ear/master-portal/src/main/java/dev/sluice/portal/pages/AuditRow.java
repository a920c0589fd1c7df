package dev.sluice.portal.pages;

import dev.sluice.master.audit.AuditEvent;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * One event of the audit as the page shows it.
 *
 * @param from the address, and the token if there was one
 * @param before indented JSON, empty for nothing
 * @param after indented JSON, empty for nothing
 */
public record AuditRow(
        long number,
        String time,
        long millis,
        String who,
        String from,
        String action,
        String object,
        String before,
        String after,
        String hash) {
    static AuditRow of(AuditEvent event) {
        String token = event.origin().token();
        return new AuditRow(
                event.number(),
                event.at().truncatedTo(ChronoUnit.SECONDS).toString(),
                event.at().toEpochMilli(),
                event.change().who(),
                event.origin().address() + (token.isEmpty() ? "" : ", token “" + token + "”"),
                event.change().action(),
                event.change().object(),
                indented(event.change().before()),
                indented(event.change().after()),
                event.hash());
    }

    /** What was tampered with may be no JSON any more; then it is shown as it is. */
    private static String indented(String json) {
        if (json.isEmpty()) {
            return "";
        }
        StringWriter text = new StringWriter();
        try (JsonReader reader = Json.createReader(new StringReader(json));
                JsonWriter writer = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                        .createWriter(text)) {
            JsonValue value = reader.readValue();
            writer.write(value);
        } catch (JsonException e) {
            return json;
        }
        return text.toString().strip();
    }
}
