package dev.sluice.jms;

import dev.sluice.policy.model.Privacy;
import dev.sluice.policy.model.Privacy.Field;
import dev.sluice.policy.model.Privacy.Treatment;
import jakarta.json.stream.JsonGenerator;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a policy says on privacy, as JSON: {@code {"client": "hash", "path": "drop"}}. */
final class PrivacyCodec {
    private static final Map<String, Field> FIELDS = new LinkedHashMap<>();
    private static final Map<String, Treatment> TREATMENTS = new LinkedHashMap<>();

    static {
        Arrays.stream(Field.values()).forEach(field -> FIELDS.put(field.word(), field));
        Arrays.stream(Treatment.values()).forEach(treatment -> TREATMENTS.put(treatment.word(), treatment));
    }

    static void write(String name, Privacy privacy, JsonGenerator json) {
        json.writeStartObject(name);
        privacy.treatments().forEach((field, treatment) -> json.write(field.word(), treatment.word()));
        json.writeEnd();
    }

    static Privacy read(Fields privacy) throws MalformedMessageException {
        privacy.only(FIELDS.keySet());
        Map<Field, Treatment> treatments = new EnumMap<>(Field.class);
        for (Map.Entry<String, Field> field : FIELDS.entrySet()) {
            String word =
                    privacy.textOr(field.getKey(), field.getValue().standard().word());
            Treatment treatment = TREATMENTS.get(word);
            if (treatment == null) {
                throw privacy.bad(field.getKey(), "must be " + String.join(", ", TREATMENTS.keySet()));
            }
            treatments.put(field.getValue(), treatment);
        }
        return new Privacy(treatments);
    }

    private PrivacyCodec() {}
}
