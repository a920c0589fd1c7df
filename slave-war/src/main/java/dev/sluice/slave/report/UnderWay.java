package dev.sluice.slave.report;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.Gap;
import dev.sluice.jms.Gap.Cause;
import dev.sluice.jms.RecordClass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * What was appended and is not yet safely on disk, and the audited records that are to be appended: those wait until the
 * disk takes them. Not thread-safe.
 */
final class UnderWay {
    private final long[] records = new long[RecordClass.values().length];
    private final List<Gap> gaps = new ArrayList<>();
    private final List<AccessRecord> audited = new ArrayList<>();
    private final Deque<AccessRecord> waiting = new ArrayDeque<>();

    void appended(RecordClass of) {
        records[of.ordinal()]++;
    }

    void appended(Gap gap) {
        gaps.add(gap);
    }

    /** An audited record is to be appended. */
    void owe(AccessRecord record) {
        waiting.add(record);
    }

    Deque<AccessRecord> owed() {
        return waiting;
    }

    /** The first of the owed was appended. */
    void appendedOwed() {
        audited.add(waiting.remove());
    }

    boolean tellsGaps() {
        return !gaps.isEmpty();
    }

    /** All of it is safe. Returns the audited records that are. */
    List<AccessRecord> stored(SpoolIndex index, Segment grown) {
        long count = audited.size();
        for (long ofClass : records) {
            count += ofClass;
        }
        index.stored(grown, count, List.copyOf(gaps));
        List<AccessRecord> safe = List.copyOf(audited);
        audited.clear();
        clear();
        return safe;
    }

    /** None of it is on disk: it is given up, but for the audited ones, which wait again. */
    void lost(SpoolIndex index) {
        for (RecordClass of : RecordClass.values()) {
            index.gaveUp(of, Cause.DISK, records[of.ordinal()]);
        }
        for (int i = audited.size() - 1; i >= 0; i--) {
            waiting.addFirst(audited.get(i));
        }
        audited.clear();
        clear();
    }

    private void clear() {
        gaps.clear();
        Arrays.fill(records, 0);
    }
}
