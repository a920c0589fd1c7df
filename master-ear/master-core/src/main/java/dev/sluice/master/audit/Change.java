package dev.sluice.master.audit;

import jakarta.json.Json;
import java.util.Map;
import java.util.TreeMap;

/**
 * What somebody did. No secret may be in it.
 *
 * @param who the account, or {@link #SLUICE}
 * @param action words with dots, from the general to the special, such as {@code draft.rule.add}
 * @param object what it was done to, by its name
 * @param before JSON, empty for nothing
 * @param after JSON, empty for nothing
 */
public record Change(String who, String action, String object, String before, String after) {
    /** What the master does by itself. */
    public static final String SLUICE = "sluice";

    public static Change of(String who, String action, String object) {
        return new Change(who, action, object, "", "");
    }

    public Change from(Map<String, Object> before) {
        return new Change(who, action, object, json(before), after);
    }

    public Change to(Map<String, Object> after) {
        return new Change(who, action, object, before, json(after));
    }

    private static String json(Map<String, Object> fields) {
        return Json.createObjectBuilder(new TreeMap<>(fields)).build().toString();
    }
}
