package dev.sluice.slave.report;

/**
 * Records of one segment that are to be sent.
 *
 * @param start the sequence of the first of them
 * @param newest whether no other segment follows, so that waiting may bring more
 */
record Stretch(Segment segment, long start, boolean newest) {
    Position position() {
        return new Position(segment.boot(), start);
    }
}
