package dev.sluice.slave.report;

/** What the master's "applied" meant to the spool. */
enum Answer {
    /** Records were freed. */
    FREED,
    /** Nothing new. The master asks for what it was told to expect: either a repetition, or it saw a hole. */
    REPEATED,
    /** The master wants records that were freed before: its database went back in time. */
    BEHIND,
    /** The master claims records that this boot has not made yet. */
    AHEAD,
    /** Nothing is kept of that boot any more. */
    UNKNOWN
}
