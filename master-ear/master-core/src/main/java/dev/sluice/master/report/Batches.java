package dev.sluice.master.report;

import dev.sluice.jms.RecordBatch;
import dev.sluice.master.rollup.Tally;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Batches that are stored together. All their records are summed up while they are read, which spares adding up the sums of each.
 * Not thread-safe.
 */
final class Batches {
    private final List<Frames> frames = new ArrayList<>();
    private final Tally tally = new Tally();
    private int bytes;
    private boolean spoiled;

    static Batches of(RecordBatch... some) {
        Batches batches = new Batches();
        for (RecordBatch batch : some) {
            batches.add(batch);
        }
        return batches;
    }

    /** Reads it. */
    void add(RecordBatch batch) {
        boolean before = spoiled;
        spoiled = true; // should reading fail half way
        frames.add(Frames.of(batch, tally));
        spoiled = before;
        bytes += batch.frames().remaining();
    }

    /** In the order in which they were added. */
    List<Frames> frames() {
        return Collections.unmodifiableList(frames);
    }

    int size() {
        return frames.size();
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    int bytes() {
        return bytes;
    }

    /** The days (UTC) of the records. */
    Set<LocalDate> days() {
        return frames.stream().flatMap(some -> some.days().stream()).collect(Collectors.toSet());
    }

    /** The time of the earliest record, as it is stored; {@link Instant#MAX} for none. */
    Instant earliest() {
        return frames.stream()
                .map(Frames::earliest)
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    /**
     * The sums of some of the records.
     *
     * @param fresh those of these frames, or what is left of them, that have any
     */
    Tally sums(List<Frames> fresh) {
        boolean all =
                fresh.equals(frames.stream().filter(some -> some.records() > 0).toList());
        if (all && !spoiled) {
            return tally;
        }
        Tally some = new Tally();
        fresh.forEach(one -> one.addTo(some));
        return some;
    }
}
