package dev.sluice.master.audit;

import dev.sluice.master.persistence.Texts;
import jakarta.json.Json;
import java.nio.charset.StandardCharsets;

/** Makes texts such as can be kept: not too long, and each character one that PostgreSQL takes. */
final class Bounds {
    static final int LONGEST_NAME = 300;
    static final int LONGEST_JSON = 16_000;

    /** What is shown of JSON that is too long. */
    private static final int SHOWN = 4_000;

    static Origin of(Origin origin) {
        return new Origin(name(origin.address()), name(origin.token()));
    }

    static Change of(Change change) {
        return new Change(
                name(change.who()),
                name(change.action()),
                name(change.object()),
                json(change.before()),
                json(change.after()));
    }

    private static String name(String text) {
        return storable(text.length() <= LONGEST_NAME ? text : text.substring(0, LONGEST_NAME) + "…");
    }

    /** Of what is too long, its beginning, its length and its digest are kept. */
    private static String json(String text) {
        if (text.length() <= LONGEST_JSON) {
            return storable(text);
        }
        return Json.createObjectBuilder()
                .add("cut", storable(text.substring(0, SHOWN)))
                .add("length", text.length())
                .add("sha256", AuditEvent.sha256(text.getBytes(StandardCharsets.UTF_8)))
                .build()
                .toString();
    }

    /** Halves of characters become question marks. */
    private static String storable(String text) {
        return Texts.storable(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }

    private Bounds() {}
}
