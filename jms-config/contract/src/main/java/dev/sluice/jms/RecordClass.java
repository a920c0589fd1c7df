package dev.sluice.jms;

import java.util.Locale;

/** What kind of record it is to a spool that has no room for all: those of a lower class go first. */
public enum RecordClass {
    /** Of an exchange that was let through and went well. */
    ALLOWED,
    /** Of an exchange that was blocked or failed. */
    REFUSED,
    /** Of an exchange that a rule with {@code audit} decided. */
    AUDITED,
    /** Of a record that cannot be read any more. */
    UNKNOWN;

    /** The class of a record that is not audited. */
    public static RecordClass of(AccessRecord record) {
        return record.action().equals("block") || !record.error().isEmpty() ? REFUSED : ALLOWED;
    }

    /** The word for it in REST, metrics and the database. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
