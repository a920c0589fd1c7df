package dev.sluice.policy.model;

import java.util.Comparator;

/**
 * The order of published policies: newer is a higher epoch, then a higher number. Never a clock.
 *
 * @param epoch raised each time a master takes the lease, from 1
 * @param number counts published policies within the database's history, from 1
 */
public record Revision(long epoch, long number) implements Comparable<Revision> {
    /** Lower than every published revision: "no policy yet". */
    public static final Revision NONE = new Revision(0, 0);

    private static final Comparator<Revision> ORDER =
            Comparator.comparingLong(Revision::epoch).thenComparingLong(Revision::number);

    @Override
    public int compareTo(Revision other) {
        return ORDER.compare(this, other);
    }

    public boolean isNewerThan(Revision other) {
        return compareTo(other) > 0;
    }

    @Override
    public String toString() {
        return epoch + "." + number;
    }
}
