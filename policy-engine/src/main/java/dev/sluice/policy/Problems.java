package dev.sluice.policy;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a bundle. Past a thousand it only counts. */
final class Problems {
    private static final int MOST = 1_000;
    private static final int SHOWN_LENGTH = 80;

    private final List<Violation> violations = new ArrayList<>();
    private int more;

    void add(String path, String problem) {
        if (violations.size() < MOST) {
            violations.add(new Violation(path, problem));
        } else {
            more++;
        }
    }

    void throwIfAny() throws InvalidPolicyException {
        if (more > 0) {
            violations.add(new Violation("rules", "there are " + more + " more problems; mend the ones shown first."));
        }
        if (!violations.isEmpty()) {
            throw new InvalidPolicyException(violations);
        }
    }

    /** A value as typed, short and on one line, in quotes. */
    static String quote(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return '"' + (line.length() > SHOWN_LENGTH ? line.substring(0, SHOWN_LENGTH) + "…" : line) + '"';
    }
}
