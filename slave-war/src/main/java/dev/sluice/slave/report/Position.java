package dev.sluice.slave.report;

import java.util.Comparator;

/** A record's place in the order in which records are sent: older boots first. */
record Position(long boot, long sequence) implements Comparable<Position> {
    static final Position START = new Position(0, 0);

    private static final Comparator<Position> ORDER =
            Comparator.comparingLong(Position::boot).thenComparingLong(Position::sequence);

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }
}
