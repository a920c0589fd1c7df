package dev.sluice.slave.report;

/**
 * Records of one segment that are to be sent.
 *
 * @param start the sequence of the first of them
 * @param head whether nothing of this boot before it is still to be applied
 * @param adjoins whether it may be sent while what precedes it is under way: it leaves no hole
 * @param newest whether no other segment follows, so that waiting may bring more
 */
record Stretch(Segment segment, long start, boolean head, boolean adjoins, boolean newest) {}
