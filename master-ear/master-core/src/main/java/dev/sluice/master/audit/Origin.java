package dev.sluice.master.audit;

import java.util.Objects;

/**
 * From where the call comes that a thread works on. What no caller asked for has none.
 *
 * @param address of the caller, empty for none
 * @param token the label of the token that the caller showed, empty for none
 */
public record Origin(String address, String token) {
    /** What the master does by itself. */
    public static final Origin NONE = new Origin("", "");

    private static final ThreadLocal<Origin> CURRENT = new ThreadLocal<>();

    /** Of the call that this thread works on. */
    public static Origin current() {
        return Objects.requireNonNullElse(CURRENT.get(), NONE);
    }

    /** A call begins on this thread. Who says so ends it, with {@link #leave}. */
    public static void enter(String address) {
        CURRENT.set(new Origin(address, ""));
    }

    /** The caller has shown this token. */
    public static void showed(String token) {
        CURRENT.set(new Origin(current().address(), token));
    }

    /** The call ends. */
    public static void leave() {
        CURRENT.remove();
    }
}
