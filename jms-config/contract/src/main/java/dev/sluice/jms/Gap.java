package dev.sluice.jms;

import java.time.Instant;
import java.util.Locale;

/**
 * Records that a node gave up, told in the stream of its records with a sequence of its own. A gap adds to the ones before
 * it of the same class and cause.
 *
 * @param of the class of the records
 * @param records how many
 * @param total all that were given up of this class for this cause since the node has its folder, these included
 * @param since when the first of them was given up, by the node's clock
 * @param until when the last of them was
 */
public record Gap(RecordClass of, Cause cause, long records, long total, Instant since, Instant until) {
    /** Why records were given up. */
    public enum Cause {
        /** The spool had no room left for the class. */
        FULL,
        /** They were older than records may become. */
        AGE,
        /** They were on the disk and could not be read any more. */
        DAMAGE,
        /** The disk did not take them. */
        DISK,
        /** They came faster than they could be written, or after the end. */
        BEHIND,
        /** The node ended, without being stopped, before it had written them. */
        KILLED;

        /** The word for it in REST, metrics and the database. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
