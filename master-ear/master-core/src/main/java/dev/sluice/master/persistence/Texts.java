package dev.sluice.master.persistence;

/** What PostgreSQL can keep as text. */
public final class Texts {
    /** The text with U+FFFD for each NUL, which a {@code text} column refuses. */
    public static String storable(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    private Texts() {}
}
