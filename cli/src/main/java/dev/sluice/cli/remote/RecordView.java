package dev.sluice.cli.remote;

import jakarta.json.JsonObject;

/** An access record as the master lists it, in words for a terminal. */
record RecordView(JsonObject json) {
    /** Different for each record: what {@code records explain} takes. */
    String key() {
        return text("node") + "/" + json.getJsonNumber("boot") + "/" + json.getJsonNumber("sequence") + "@"
                + text("time");
    }

    String[] cells() {
        return new String[] {
            text("time"),
            text("node"),
            text("client"),
            text("user"),
            String.valueOf(json.getInt("status", 0)),
            text("action"),
            text("method"),
            url(),
            remark(),
            key()
        };
    }

    private String url() {
        String host = text("host") + ":" + json.getInt("port", 0);
        return text("scheme").equals("tunnel") ? host : text("scheme") + "://" + host + text("path");
    }

    private String remark() {
        String error = text("error");
        String rule = text("ruleName");
        return error.isEmpty() ? rule : error;
    }

    /** Without what a terminal would obey. */
    private String text(String name) {
        return json.getString(name, "").replaceAll("\\p{Cntrl}", "?");
    }
}
