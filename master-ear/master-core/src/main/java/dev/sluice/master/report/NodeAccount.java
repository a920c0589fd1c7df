package dev.sluice.master.report;

import java.time.Instant;

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
        long lost) {}
