package dev.sluice.cli.part;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the master says of its start, as its server writes it into the log: indented, and with the mark of an entry's end. */
final class MasterWords {
    private static final Pattern NO_START = form("The master cannot start");
    private static final Pattern STANDBY = form("Standing by: ");
    private static final Pattern NO_WAIT = form("Nothing keeps the master from starting any more");

    static boolean isNoStart(String line) {
        return NO_START.matcher(line).matches();
    }

    /** Why the master cannot start. */
    static String noStart(String line) {
        Matcher form = NO_START.matcher(line);
        if (!form.matches()) {
            throw new IllegalArgumentException(line);
        }
        return form.group(1);
    }

    /** Of how it waits to be the active one: that it does, or no longer. */
    static boolean isOfStandby(String line) {
        return isStandby(line) || NO_WAIT.matcher(line).matches();
    }

    static boolean isStandby(String line) {
        return STANDBY.matcher(line).matches();
    }

    private static Pattern form(String beginning) {
        return Pattern.compile("\\s*(" + beginning + ".*?)(\\|#]|]])?\\s*");
    }

    private MasterWords() {}
}
