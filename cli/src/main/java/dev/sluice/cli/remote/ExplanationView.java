package dev.sluice.cli.remote;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** Why a record was decided so, as the master says it, in words for a terminal. */
record ExplanationView(JsonObject json) {
    void print(PrintWriter out) {
        out.println(plain(json.getString("summary")));
        json.getJsonArray("unknown")
                .getValuesAs(JsonString.class)
                .forEach(fact -> out.println("Not in the record: " + plain(fact.getString()) + "."));
        List<JsonObject> rules = json.getJsonArray("rules").getValuesAs(JsonObject.class);
        if (!rules.isEmpty()) {
            out.println();
            Table table = new Table("RULE", "MATCHES", "ACTION", "CONDITIONS");
            rules.forEach(rule -> table.add(
                    plain(rule.getString("id")),
                    rule.getBoolean("enabled") ? rule.getString("matches") : "disabled",
                    rule.getString("action"),
                    conditions(rule.getJsonArray("conditions"))));
            table.print(out);
        }
    }

    private static String conditions(JsonArray conditions) {
        return conditions.getValuesAs(JsonObject.class).stream()
                .map(condition -> plain(condition.getString("why")))
                .collect(Collectors.joining("; "));
    }

    /** Without what a terminal would obey. */
    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
