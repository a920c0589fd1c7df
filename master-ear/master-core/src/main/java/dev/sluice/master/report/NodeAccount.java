package dev.sluice.master.report;

import java.time.Instant;
import java.util.List;

/**
 * Where the records of one node are: {@code generated = applied + damaged + spooled + dropped} as soon as nothing is under
 * way; {@code lost} is what is missing in that sum otherwise.
 *
 * @param completeUpTo all records of exchanges that ended before are stored, or counted as damaged or given up; by the
 *     node's clock
 * @param generated records that the node has made, as it last said
 * @param applied records stored, over all its lives
 * @param spooled records on the node's disk that are not yet stored
 * @param dropped records that the node gave up
 * @param damaged records that came in and could not be read or stored; they are in quarantine
 * @param missing of the dropped, those that left a hole in the sequence
 * @param lost records that the node has freed as stored, and that are not here; more than 0 after the database was restored
 *     from a backup
 * @param told what was given up, by class and cause, as far as the node's gaps have come in; over all its lives, so that
 *     it is more than {@code dropped} after the node's folder was new
 */
public record NodeAccount(
        String node,
        Instant completeUpTo,
        long generated,
        long applied,
        long spooled,
        long dropped,
        long damaged,
        long missing,
        long lost,
        List<GapSum> told) {
    public NodeAccount {
        told = List.copyOf(told);
    }

    /** Records that will never be here, counted. */
    public long gaps() {
        return dropped + damaged;
    }

    /** Records that the node made and that are nowhere: 0 as long as {@code generated = applied + spooled + gaps}. */
    public long unaccounted() {
        return Math.max(0, generated - applied - spooled - gaps());
    }
}
