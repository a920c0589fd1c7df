package dev.sluice.slave.report;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the segments alone do not tell.
 *
 * @param boot the boot that this was written in
 * @param freed all records that the master has applied, over the node's whole life
 * @param drops all records that were given up
 * @param applied for the boot and for those with segments: the sequence below which nothing is to be sent any more
 * @param ends for the same: the sequence after the last record that was safely on disk then
 */
record SpoolState(long boot, long freed, List<Drop> drops, SortedMap<Long, Long> applied, SortedMap<Long, Long> ends) {
    SpoolState {
        drops = List.copyOf(drops);
        applied = new TreeMap<>(applied);
        ends = new TreeMap<>(ends);
    }
}
