package dev.sluice.slave.report;

import dev.sluice.jms.NodeState.Records;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the spool holds: the segments, and for each boot the sequence up to which the master has applied it. The
 * account always adds up, because what was generated is defined as its sum. In memory only; safe for any thread.
 */
final class SpoolIndex {
    private final long currentBoot;
    private final TreeMap<Position, Segment> segments = new TreeMap<>();
    private final TreeMap<Long, Long> applied;
    private long freed;
    private long dropped;
    private final LongAdder accepted = new LongAdder();
    private long settled;
    private long news;
    private boolean unsaved;
    /** When the master last applied something, or none was seen to wait. */
    private long movedNanos = System.nanoTime();

    SpoolIndex(long currentBoot, List<Segment> found, SpoolState state) {
        this.currentBoot = currentBoot;
        this.applied = new TreeMap<>(state.applied());
        this.freed = state.freed();
        this.dropped = state.dropped();
        found.forEach(this::put);
        applied.keySet().retainAll(found.stream().map(Segment::boot).toList());
    }

    /** Adds a segment or replaces what was known of it, and wakes who waits for records. */
    synchronized void put(Segment segment) {
        segments.put(new Position(segment.boot(), segment.first()), segment);
        applied.putIfAbsent(segment.boot(), segment.first());
        wake();
    }

    /** A record was handed to the writer. */
    void accepted() {
        accepted.increment();
    }

    /** The writer put records safely on disk. */
    synchronized void stored(Segment grown, long records) {
        settled += records;
        put(grown);
    }

    /** What is left of a segment that turned out to be damaged. */
    synchronized void replace(Segment damaged, List<Segment> left) {
        segments.remove(new Position(damaged.boot(), damaged.first()));
        left.forEach(this::put);
        wake();
    }

    synchronized boolean holds(Segment segment) {
        return segments.containsKey(new Position(segment.boot(), segment.first()));
    }

    /** Records that were handed over had to be given up. */
    synchronized void gaveUp(long records) {
        settled += records;
        dropped += records;
        unsaved = true;
    }

    /** The master has everything of the boot below {@code next}. */
    synchronized Answer applied(long boot, long next) {
        Optional<Segment> last = lastOf(boot);
        if (last.isEmpty()) {
            return Answer.UNKNOWN;
        }
        long known = applied.getOrDefault(boot, 0L);
        if (next <= known) {
            return next == known ? Answer.REPEATED : Answer.BEHIND;
        }
        long end = last.get().next();
        if (next > end && boot == currentBoot) {
            return Answer.AHEAD;
        }
        free(boot, known, Math.min(next, end));
        return Answer.FREED;
    }

    /** The first records at or after the position that the master has not applied. */
    synchronized Optional<Stretch> from(Position position) {
        long bootBefore = -1;
        for (Segment segment :
                segments.tailMap(new Position(position.boot(), 0)).values()) {
            long unapplied = Math.max(segment.first(), applied.getOrDefault(segment.boot(), 0L));
            if (unapplied >= segment.next()) {
                continue;
            }
            boolean asked = segment.boot() == position.boot();
            long start = asked ? Math.max(unapplied, position.sequence()) : unapplied;
            if (start < segment.next()) {
                boolean head = start == unapplied && segment.boot() != bootBefore;
                boolean adjoins = head || asked && start == position.sequence();
                return Optional.of(new Stretch(segment, start, head, adjoins, isLast(segment)));
            }
            bootBefore = segment.boot();
        }
        return Optional.empty();
    }

    /** Changes whenever something is stored or applied. */
    synchronized long news() {
        return news;
    }

    /** Waits until {@link #news} is not what was seen any more, but no longer than the time. */
    synchronized void awaitNews(long seen, long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        long left = millis;
        while (news == seen && left > 0) {
            wait(left);
            left = (deadline - System.nanoTime()) / 1_000_000;
        }
    }

    synchronized void wake() {
        news++;
        notifyAll();
    }

    /** Whether the master has applied all of the boot below the sequence. */
    synchronized boolean isApplied(long boot, long next) {
        return lastOf(boot).isEmpty() || applied.getOrDefault(boot, 0L) >= next;
    }

    /** What is to be written to the state file, once. */
    synchronized Optional<SpoolState> unsavedState() {
        if (!unsaved) {
            return Optional.empty();
        }
        unsaved = false;
        return Optional.of(state());
    }

    synchronized SpoolState state() {
        return new SpoolState(currentBoot, freed, dropped, applied);
    }

    /** The state could not be written. */
    synchronized void stillUnsaved() {
        unsaved = true;
    }

    /** Takes out the segments that the state allows to delete; never one that may still grow. */
    synchronized List<Segment> takeApplied(SpoolState saved, Optional<Segment> growing) {
        List<Segment> taken = new ArrayList<>();
        Iterator<Segment> all = segments.values().iterator();
        while (all.hasNext()) {
            Segment segment = all.next();
            boolean grows = growing.isPresent() && growing.get().file().equals(segment.file());
            if (!grows && segment.next() <= saved.applied().getOrDefault(segment.boot(), 0L)) {
                taken.add(segment);
                all.remove();
            }
        }
        applied.keySet()
                .retainAll(segments.keySet().stream().map(Position::boot).toList());
        return taken;
    }

    synchronized long bytes() {
        return segments.values().stream().mapToLong(Segment::bytes).sum();
    }

    /** How long records wait since the master last applied any; none when none do. */
    synchronized Duration waiting() {
        return account().spooled() == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - movedNanos);
    }

    synchronized Records account() {
        long spooled = accepted.sum() - settled;
        for (Segment segment : segments.values()) {
            long start = Math.max(segment.first(), applied.getOrDefault(segment.boot(), 0L));
            spooled += Math.max(0, segment.next() - start);
        }
        if (spooled == 0) {
            movedNanos = System.nanoTime();
        }
        return new Records(freed + spooled + dropped, freed, spooled, dropped, bytes());
    }

    /** Crossing a hole between segments, left by damage on the disk, gives up the records that were in it. */
    private void free(long boot, long from, long to) {
        long existing = 0;
        for (Segment segment : segments.subMap(new Position(boot, 0), new Position(boot, Long.MAX_VALUE))
                .values()) {
            existing += Math.max(0, Math.min(to, segment.next()) - Math.max(from, segment.first()));
        }
        movedNanos = System.nanoTime();
        freed += existing;
        dropped += to - from - existing;
        applied.put(boot, to);
        unsaved = true;
        wake();
    }

    private Optional<Segment> lastOf(long boot) {
        return Optional.ofNullable(segments.floorEntry(new Position(boot, Long.MAX_VALUE)))
                .map(Map.Entry::getValue)
                .filter(segment -> segment.boot() == boot);
    }

    private boolean isLast(Segment segment) {
        return segments.higherEntry(new Position(segment.boot(), segment.first())) == null;
    }
}
