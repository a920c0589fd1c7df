package dev.sluice.master.report;

import dev.sluice.metrics.TimeCounts;
import java.util.concurrent.atomic.LongAdder;

/** What was taken in since the start; only what was committed counts. Safe for any thread. */
public final class IngestCounts {
    private final LongAdder batches = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder stored = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder damaged = new LongAdder();
    private final LongAdder missing = new LongAdder();
    private final LongAdder ahead = new LongAdder();
    private final TimeCounts times = new TimeCounts();

    void batch(long length) {
        batches.increment();
        bytes.add(length);
    }

    void span(long newlyStored, long newlyDamaged, long newlyMissing) {
        stored.add(newlyStored);
        damaged.add(newlyDamaged);
        missing.add(newlyMissing);
    }

    void repeated(long records) {
        duplicates.add(records);
    }

    void afterHole() {
        ahead.increment();
    }

    /** Adds what one transaction took in, which is committed. */
    void add(IngestCounts one) {
        batches.add(one.batches());
        bytes.add(one.bytes());
        span(one.stored(), one.damaged(), one.missing());
        repeated(one.duplicates());
        ahead.add(one.ahead());
    }

    /** Batches that were answered. */
    public long batches() {
        return batches.sum();
    }

    /** Their bytes. */
    public long bytes() {
        return bytes.sum();
    }

    /** Records that are in the database now. */
    public long stored() {
        return stored.sum();
    }

    /** Records that came again and were passed over. */
    public long duplicates() {
        return duplicates.sum();
    }

    /** Records that could not be read or stored. */
    public long damaged() {
        return damaged.sum();
    }

    /** Records that nodes no longer had. */
    public long missing() {
        return missing.sum();
    }

    /** Batches after a hole, which were not stored: their nodes were told from where to send again. */
    public long ahead() {
        return ahead.sum();
    }

    /** How long the transactions took. */
    public TimeCounts times() {
        return times;
    }
}
