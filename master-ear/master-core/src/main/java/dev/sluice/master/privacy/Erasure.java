package dev.sluice.master.privacy;

import java.time.Instant;

/**
 * A user whose name is taken out of all records up to a time.
 *
 * @param upTo when it was asked for; later records keep their names
 * @param at up to what time of the records it got
 * @param done whether none is left; a record that comes late begins it again
 * @param records how many had the name
 */
public record Erasure(long id, String user, Instant upTo, Instant at, boolean done, long records) {}
