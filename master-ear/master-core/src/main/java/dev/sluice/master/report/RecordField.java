package dev.sluice.master.report;

import java.util.Locale;

/** What records can be filtered by exactly. */
public enum RecordField {
    NODE("node"),
    CLIENT("client"),
    USER("user_name"),
    /** The whole host. */
    SITE("host"),
    CATEGORY("category"),
    /** The id of the rule that decided. */
    RULE("rule_id"),
    /** {@code allow} or {@code block}. */
    ACTION("action"),
    /** {@code http}, {@code https} or {@code tunnel}. */
    SCHEME("scheme"),
    /** The word for what went wrong. */
    ERROR("error");

    private final String column;

    RecordField(String column) {
        this.column = column;
    }

    String column() {
        return column;
    }

    /** Its name in addresses. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
