package dev.sluice.slave.report;

import dev.sluice.jms.Gap;
import dev.sluice.jms.Gap.Cause;
import dev.sluice.jms.NodeState.Records;
import dev.sluice.jms.RecordClass;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * What the spool holds: the segments, and for each boot the sequence up to which the master has applied it. The
 * account always adds up, because what was generated is defined as its sum. In memory only; safe for any thread.
 */
final class SpoolIndex {
    private final long currentBoot;
    private final TreeMap<Position, Segment> segments = new TreeMap<>();
    private final TreeMap<Long, Long> applied;
    private final Drops drops;
    /** For boots whose oldest records were given up: where the master may still be. */
    private final Map<Long, Long> behind = new HashMap<>();

    private long freed;
    private long bytes;
    private final LongAdder accepted = new LongAdder();
    private long settled;
    private long news;
    private boolean unsaved;
    private boolean reminded;
    /** When the master last applied something, or none was seen to wait. */
    private long movedNanos = System.nanoTime();

    /**
     * @param state what was known when the boot before ended; a boot that it does not name had nothing applied
     * @param told the gaps that are on the disk
     */
    SpoolIndex(long currentBoot, List<Segment> found, SpoolState state, List<Gap> told, Clock clock) {
        this.currentBoot = currentBoot;
        this.applied = new TreeMap<>(state.applied());
        this.freed = state.freed();
        this.drops = new Drops(state.drops(), clock);
        told.forEach(drops::found);
        found.forEach(segment -> applied.putIfAbsent(segment.boot(), 0L));
        found.forEach(this::put);
        state.ends().forEach(this::countLostEnd);
        forgetGoneBoots();
        unsaved = true;
    }

    /** What was on disk at the end of a boot, and is not there any more. */
    private void countLostEnd(long boot, long knownEnd) {
        long applies = applied.getOrDefault(boot, 0L);
        long end = lastOf(boot).map(Segment::next).orElse(0L);
        drops.add(RecordClass.UNKNOWN, Cause.DAMAGE, knownEnd - Math.max(applies, end));
    }

    private void forgetGoneBoots() {
        Set<Long> left = segments.keySet().stream().map(Position::boot).collect(Collectors.toSet());
        left.add(currentBoot);
        applied.keySet().retainAll(left);
        behind.keySet().retainAll(left);
    }

    /** Adds a segment or replaces what was known of it, and wakes who waits for records. */
    synchronized void put(Segment segment) {
        Segment before = segments.put(new Position(segment.boot(), segment.first()), segment);
        bytes += segment.bytes() - (before == null ? 0 : before.bytes());
        applied.putIfAbsent(segment.boot(), segment.first());
        wake();
    }

    /** A record was handed to the writer. */
    void accepted() {
        accepted.increment();
    }

    /** The writer put records and gaps safely on disk. */
    synchronized void stored(Segment grown, long records, List<Gap> gaps) {
        settled += records;
        gaps.forEach(drops::found);
        put(grown);
    }

    /** What is left of a segment that turned out to be damaged. Holes count as given up; so does an end that no segment follows. */
    synchronized void replace(Segment damaged, List<Segment> left) {
        remove(damaged);
        left.forEach(this::put);
        boolean followed = lastOf(damaged.boot())
                .filter(last -> last.first() > damaged.first() && !left.contains(last))
                .isPresent();
        if (!followed && damaged.boot() != currentBoot) {
            long end =
                    left.isEmpty() ? damaged.first() : left.get(left.size() - 1).next();
            long start = Math.max(end, applied.getOrDefault(damaged.boot(), 0L));
            drops.add(RecordClass.UNKNOWN, Cause.DAMAGE, damaged.next() - start);
        }
        unsaved = true;
        wake();
    }

    private void remove(Segment segment) {
        Segment before = segments.remove(new Position(segment.boot(), segment.first()));
        bytes -= before == null ? 0 : before.bytes();
    }

    /** The segment with the oldest records that the master has not applied. */
    synchronized Optional<Segment> oldest() {
        return segments.values().stream()
                .filter(segment -> start(segment) < segment.next())
                .findFirst();
    }

    /** Where what the master has not applied of the segment begins. */
    synchronized long start(Segment segment) {
        return Math.max(segment.first(), applied.getOrDefault(segment.boot(), 0L));
    }

    /**
     * Gives up the rest of the oldest segment, because of its age. What the master has stored of it without this node
     * knowing counts as given up too.
     *
     * @param start what {@link #start} said when the records were counted; where it moved since, nothing is done
     */
    synchronized void expire(Segment segment, long start, Map<RecordClass, Long> records) {
        if (!holds(segment) || start(segment) != start) {
            return;
        }
        long known = applied.getOrDefault(segment.boot(), 0L);
        drops.add(RecordClass.UNKNOWN, Cause.DAMAGE, segment.first() - known);
        records.forEach((of, count) -> drops.add(of, Cause.AGE, count));
        behind.putIfAbsent(segment.boot(), known);
        applied.put(segment.boot(), segment.next());
        unsaved = true;
        wake();
    }

    synchronized boolean holds(Segment segment) {
        return segments.containsKey(new Position(segment.boot(), segment.first()));
    }

    /** Records that were handed over had to be given up. */
    synchronized void gaveUp(RecordClass of, Cause cause, long records) {
        settled += records;
        drops.add(of, cause, records);
        unsaved = true;
    }

    /** Records are missing that were never handed over. */
    synchronized void lost(Cause cause, long records) {
        drops.add(RecordClass.UNKNOWN, cause, records);
        unsaved = true;
    }

    /** What was given up and is not told yet. */
    synchronized List<Gap> untold() {
        return drops.untold();
    }

    synchronized List<Drop> drops() {
        return drops.all();
    }

    /** The master has everything of the boot below {@code next}. */
    synchronized Answer applied(long boot, long next) {
        Optional<Segment> last = lastOf(boot);
        if (last.isEmpty()) {
            return Answer.UNKNOWN;
        }
        long known = applied.getOrDefault(boot, 0L);
        if (next <= known) {
            reminded = true;
            wake();
            return next >= behind.getOrDefault(boot, known) ? Answer.REPEATED : Answer.BEHIND;
        }
        long end = last.get().next();
        if (next > end && boot == currentBoot) {
            return Answer.AHEAD;
        }
        free(boot, known, Math.min(next, end));
        return Answer.FREED;
    }

    /** Whether, since this was last asked, the master said where it is without having applied anything. */
    synchronized boolean takeReminded() {
        boolean was = reminded;
        reminded = false;
        return was;
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
        TreeMap<Long, Long> ends = new TreeMap<>();
        segments.values().forEach(segment -> ends.put(segment.boot(), segment.next()));
        return new SpoolState(currentBoot, freed, drops.all(), applied, ends);
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
                bytes -= segment.bytes();
            }
        }
        forgetGoneBoots();
        return taken;
    }

    synchronized long bytes() {
        return bytes;
    }

    /** How long records wait since the master last applied any; none when none do. */
    synchronized Duration waiting() {
        return account().spooled() == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - movedNanos);
    }

    synchronized Records account() {
        long spooled = accepted.sum() - settled;
        long holes = 0;
        Position at = Position.START;
        for (Segment segment : segments.values()) {
            long start = start(segment);
            long seen = segment.boot() == at.boot() ? at.sequence() : applied.getOrDefault(segment.boot(), 0L);
            holes += Math.max(0, segment.first() - seen);
            spooled += segment.records(start, segment.next());
            at = new Position(segment.boot(), Math.max(segment.next(), start));
        }
        if (spooled == 0) {
            movedNanos = System.nanoTime();
        }
        long dropped = drops.total() + holes;
        return new Records(freed + spooled + dropped, freed, spooled, dropped, bytes);
    }

    /** Crossing a hole between segments, left by damage on the disk, gives up the records that were in it. */
    private void free(long boot, long from, long to) {
        long existing = 0;
        for (Segment segment : segments.subMap(new Position(boot, 0), new Position(boot, Long.MAX_VALUE))
                .values()) {
            existing += Math.max(0, Math.min(to, segment.next()) - Math.max(from, segment.first()));
            freed += segment.records(from, to);
        }
        movedNanos = System.nanoTime();
        drops.add(RecordClass.UNKNOWN, Cause.DAMAGE, to - from - existing);
        applied.put(boot, to);
        behind.remove(boot);
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
