package dev.sluice.slave.report;

import dev.sluice.jms.Gap;
import dev.sluice.jms.Gap.Cause;
import dev.sluice.jms.RecordClass;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what was given up, and what of it gaps tell. The totals only grow and each gap carries one, so that neither a
 * gap written twice nor a state file that is behind counts anything twice. Not thread-safe.
 */
final class Drops {
    private final Clock clock;
    private final Map<Integer, Tally> tallies = new TreeMap<>();

    private static final class Tally {
        private final RecordClass of;
        private final Cause cause;
        private long total;
        private long told;
        private Instant since;
        private Instant until;

        private Tally(RecordClass of, Cause cause, Instant now) {
            this.of = of;
            this.cause = cause;
            since = now;
            until = now;
        }
    }

    Drops(List<Drop> known, Clock clock) {
        this.clock = clock;
        known.forEach(drop -> raise(drop.of(), drop.cause(), drop.total(), drop.told()));
    }

    void add(RecordClass of, Cause cause, long records) {
        if (records <= 0) {
            return;
        }
        Tally tally = tally(of, cause);
        Instant now = clock.instant();
        if (tally.total == tally.told) {
            tally.since = now;
        }
        tally.until = now;
        tally.total += records;
    }

    /** What a gap on the disk tells. */
    void found(Gap gap) {
        raise(gap.of(), gap.cause(), gap.total(), gap.total());
    }

    private void raise(RecordClass of, Cause cause, long total, long told) {
        Tally tally = tally(of, cause);
        tally.total = Math.max(tally.total, total);
        tally.told = Math.max(tally.told, told);
    }

    private Tally tally(RecordClass of, Cause cause) {
        int key = of.ordinal() * Cause.values().length + cause.ordinal();
        return tallies.computeIfAbsent(key, absent -> new Tally(of, cause, clock.instant()));
    }

    long total() {
        long sum = 0;
        for (Tally tally : tallies.values()) {
            sum += tally.total;
        }
        return sum;
    }

    /** What is still to be told; {@link #found} says that it is. */
    List<Gap> untold() {
        return tallies.values().stream()
                .filter(tally -> tally.total > tally.told)
                .map(tally ->
                        new Gap(tally.of, tally.cause, tally.total - tally.told, tally.total, tally.since, tally.until))
                .toList();
    }

    List<Drop> all() {
        return tallies.values().stream()
                .map(tally -> new Drop(tally.of, tally.cause, tally.total, tally.told))
                .toList();
    }
}
