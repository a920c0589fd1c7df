package dev.sluice.cli.remote;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
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
        JsonNumber millis = json.getJsonNumber("clockOffsetMillis");
        return millis == null ? "-" : String.format(Locale.ROOT, "%+d ms", millis.longValue());
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
        return json.getString("error", "");
    }

    private String text(String field) {
        String text = json.getString(field, "");
        return text.isEmpty() ? "-" : text;
    }
}
