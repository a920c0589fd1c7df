package dev.sluice.slave.report;

import dev.sluice.slave.alarm.Alarms;
import dev.sluice.slave.alarm.Matter;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what is wrong with the spool, once for as long as it lasts: in the log, in the node's state, and in its metrics. */
final class SpoolHealth {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolHealth.class);

    private final Alarms alarms;
    private final long maxBytes;
    private final LongAdder auditsRefused = new LongAdder();
    private volatile boolean failing;
    private boolean full;

    SpoolHealth(Alarms alarms, long maxBytes) {
        this.alarms = alarms;
        this.maxBytes = maxBytes;
    }

    /** Whether the disk did not take the last write. */
    boolean failing() {
        return failing;
    }

    /** Audited exchanges that were refused because their records would not have been safe. */
    long auditsRefused() {
        return auditsRefused.sum();
    }

    void auditRefused() {
        auditsRefused.increment();
    }

    boolean full() {
        return full;
    }

    /** @param room what is left for the lowest class */
    void room(boolean fitted, long room) {
        if (!fitted && !full) {
            full = true;
            LOG.error("The spool has reached sluice.spool.max-bytes; access records are given up, those of allowed"
                    + " exchanges first, until the master takes some.");
            alarms.raise(
                    Matter.SPOOL_FULL, "The spool is full: access records are given up until the master takes some.");
        } else if (full && room > maxBytes / 20) {
            full = false;
            LOG.info("The spool has room again.");
            alarms.clear(Matter.SPOOL_FULL);
        }
    }

    void diskFails(IOException problem) {
        if (!failing) {
            failing = true;
            LOG.error("Access records cannot be written and are given up; is the disk full? {}", problem.toString());
            alarms.raise(
                    Matter.SPOOL_DISK,
                    "Access records cannot be written and are given up; is the disk full? " + problem);
        }
    }

    void diskTakes() {
        if (failing) {
            failing = false;
            LOG.info("Access records can be written again.");
            alarms.clear(Matter.SPOOL_DISK);
        }
    }

    void damaged() {
        alarms.note(Matter.SPOOL_DAMAGE, "Access records were damaged on the disk; is it failing?");
    }

    void tooOld() {
        alarms.note(
                Matter.SPOOL_AGE,
                "Access records that the master has not taken for sluice.spool.max-age were given up.");
    }
}
