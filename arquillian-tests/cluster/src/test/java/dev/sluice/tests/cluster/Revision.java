package dev.sluice.tests.cluster;

import jakarta.json.JsonObject;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which policy is the newer one, as REST and the pages of a slave say it. */
record Revision(long epoch, long number) implements Comparable<Revision> {
    static final Revision NONE = new Revision(0, 0);

    private static final Comparator<Revision> ORDER =
            Comparator.comparingLong(Revision::epoch).thenComparingLong(Revision::number);
    private static final Pattern NOTICE = Pattern.compile("Policy revision: (\\d+)\\.(\\d+)");

    static Revision of(JsonObject json) {
        return new Revision(
                json.getJsonNumber("epoch").longValueExact(),
                json.getJsonNumber("number").longValueExact());
    }

    /** The revision that a slave names in the page with which it refuses a request. */
    static Optional<Revision> inNotice(String page) {
        Matcher found = NOTICE.matcher(page);
        return found.find()
                ? Optional.of(new Revision(Long.parseLong(found.group(1)), Long.parseLong(found.group(2))))
                : Optional.empty();
    }

    boolean isBefore(Revision other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(Revision other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return epoch + "." + number;
    }
}
