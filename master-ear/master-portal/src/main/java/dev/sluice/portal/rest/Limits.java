package dev.sluice.portal.rest;

/** Bounds of what a caller may ask for. */
final class Limits {
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

    private Limits() {}
}
