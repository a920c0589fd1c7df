package dev.sluice.portal.edit;

import java.util.regex.Pattern;

/** Which passwords a user may be given. */
public final class Passwords {
    /** A client could not send control characters (RFC 7617 section 2). */
    public static final Pattern FORM = Pattern.compile("\\P{Cntrl}{8,128}");

    /** The form in words. */
    public static final String RULE = "A password is 8 to 128 characters, and none is a control character.";

    private Passwords() {}
}
