package dev.sluice.policy;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks ids, names and messages. */
final class Words {
    static final int MAX_NAME = 200;
    static final int MAX_MESSAGE = 2_000;

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    private final Problems problems;
    private final Set<String> ids = new HashSet<>();

    Words(Problems problems) {
        this.problems = problems;
    }

    /** Checks an id, or a set's name, which must be unique among all that this object has checked. */
    void checkId(String path, String id) {
        if (checkForm(path, id, problems) && !ids.add(id)) {
            problems.add(path, Problems.quote(id) + " is used more than once; each must be unique.");
        }
    }

    /** Checks a name that may stand in several places. */
    static boolean checkForm(String path, String id, Problems problems) {
        boolean allowed = ID.matcher(id).matches();
        if (!allowed) {
            problems.add(
                    path,
                    Problems.quote(id) + " is not allowed; use 1 to 64 lower-case letters, digits and hyphens,"
                            + " starting with a letter or a digit.");
        }
        return allowed;
    }

    /** Checks a text for people. */
    static void checkText(String path, String text, int maxLength, Problems problems) {
        if (text.length() > maxLength) {
            problems.add(path, "has " + text.length() + " characters; shorten it to " + maxLength + ".");
        }
        if (text.codePoints().anyMatch(Words::isUnprintable)) {
            problems.add(path, "has control characters or broken Unicode; remove them.");
        }
    }

    private static boolean isUnprintable(int c) {
        boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return surrogate || Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t';
    }
}
