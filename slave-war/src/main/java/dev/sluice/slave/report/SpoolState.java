package dev.sluice.slave.report;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the segments alone do not tell.
 *
 * @param boot the boot that this was written in
 * @param freed all records that the master has applied, over the node's whole life
 * @param dropped all records that were given up
 * @param applied for boots with segments: the sequence that the master wants next
 */
record SpoolState(long boot, long freed, long dropped, SortedMap<Long, Long> applied) {
    SpoolState {
        applied = new TreeMap<>(applied);
    }
}
