package dev.sluice.cli.remote;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** A node as the master's REST interface shows it; what is missing is shown as a dash. */
record NodeView(JsonObject json) {
    String id() {
        return json.getString("id");
    }

    String status() {
        return json.getString("status");
    }

    String statusWord() {
        return status().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Whether it belongs to the cluster; a removed node is listed so that it can be readmitted. */
    boolean isMember() {
        return !status().equals("REMOVED");
    }

    boolean inSync() {
        return status().equals("IN_SYNC");
    }

    String revision() {
        JsonObject active = json.getJsonObject("active");
        return active == null ? "-" : active.getInt("epoch") + "." + active.getInt("number");
    }

    String hash() {
        String hash = json.getString("hash", "");
        return hash.isEmpty() ? "-" : hash.substring(0, Math.min(12, hash.length()));
    }

    String group() {
        return text("group");
    }

    String version() {
        return text("version");
    }

    String clock() {
        JsonObject clock = json.getJsonObject("clock");
        return clock == null
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%+.0f ms",
                        clock.getJsonNumber("offsetMillis").doubleValue());
    }

    /** What is not as it should be, in words. */
    List<String> warnings() {
        return json.getJsonArray("warnings").getValuesAs(JsonString.class).stream()
                .map(warning -> warning.getString().toLowerCase(Locale.ROOT).replace('_', ' '))
                .toList();
    }

    String spooled() {
        JsonObject records = json.getJsonObject("records");
        return records == null
                ? "-"
                : String.valueOf(records.getJsonNumber("spooled").longValue());
    }

    String heard(Instant now) {
        Duration ago = Duration.between(Instant.parse(json.getString("heardAt")), now);
        return Math.max(0, ago.toSeconds()) + " s ago";
    }

    /** What an administrator should know of it, or empty. */
    String remark() {
        JsonObject rejected = json.getJsonObject("rejected");
        if (rejected != null) {
            return "refused: " + rejected.getString("path", "") + " " + rejected.getString("problem", "");
        }
        String problem = json.getString("problem", "");
        if (!problem.isEmpty()) {
            return problem;
        }
        String error = json.getString("error", "");
        return error.isEmpty() ? String.join(", ", warnings()) : error;
    }

    private String text(String field) {
        String text = json.getString(field, "");
        return text.isEmpty() ? "-" : text;
    }
}
