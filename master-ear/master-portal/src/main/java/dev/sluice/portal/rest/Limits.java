package dev.sluice.portal.rest;

import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Bounds of what a caller may ask for. */
final class Limits {
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    static int between(int least, int asked, int most) {
        if (asked < least || asked > most) {
            throw new ProblemException(400, "The limit is a number from " + least + " to " + most + ".");
        }
        return asked;
    }

    /** A query parameter that is not longer than anything sensible; absent ones are empty. */
    static String text(String name, String value) {
        if (value.length() > 300) {
            throw new ProblemException(400, "The parameter " + name + " is too long.");
        }
        return value;
    }

    /** A query parameter that is a time of this or the next century. */
    static Instant instant(String name, String text) {
        try {
            Instant instant = Instant.parse(text);
            if (!instant.isBefore(EARLIEST) && instant.isBefore(LATEST)) {
                return instant;
            }
        } catch (DateTimeParseException e) {
            throw badInstant(name);
        }
        throw badInstant(name);
    }

    private static ProblemException badInstant(String name) {
        return new ProblemException(
                400, "The parameter " + name + " is a time such as 2026-03-01T00:00:00Z, from 2000 to 2199.");
    }

    private Limits() {}
}
