package dev.sluice.master.report;

import dev.sluice.jms.AccessRecordCodec;
import dev.sluice.jms.Gap;
import dev.sluice.jms.GapCodec;
import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.RecordBatch;
import dev.sluice.master.persistence.BinaryCopy;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The frames of a batch, as rows to store and from a sequence on: those that can be read, the gaps among them, and those
 * that cannot. A damaged frame of a
 * sound length is left out alone; where its length is damaged too, all that follows it in the batch is.
 */
final class Frames {
    private static final int HEADER = 8;
    private static final long DAY_SECONDS = 86_400;

    private final RecordBatch batch;
    private final ByteBuffer source;
    private final List<StoredRecord> records = new ArrayList<>();
    private final CopyRows rows;
    private final List<StoredGap> gaps = new ArrayList<>();
    private final List<Damage> damages = new ArrayList<>();
    private final Set<LocalDate> days = new HashSet<>();
    private Instant earliest = Instant.MAX;
    private long latestDay = Long.MIN_VALUE;

    private record StoredGap(long sequence, Gap gap) {}

    private Frames(RecordBatch batch) {
        this.batch = batch;
        this.source = batch.frames().duplicate();
        int bytes = source.remaining();
        this.rows = new CopyRows(Math.min(batch.count(), bytes / HEADER), 2 * bytes);
    }

    /** Reads all frames of the batch. */
    static Frames of(RecordBatch batch) {
        Frames frames = new Frames(batch);
        frames.read();
        return frames;
    }

    private void read() {
        for (int index = 0; index < batch.count(); index++) {
            int start = source.position();
            try {
                readOne(batch.first() + index);
            } catch (MalformedMessageException e) {
                int length = length(start);
                int lost = length < 0 ? batch.count() - index : 1;
                take(index, lost, start, length < 0 ? source.limit() : start + length, e);
                index += lost - 1;
            }
        }
    }

    private void readOne(long sequence) throws MalformedMessageException {
        if (GapCodec.isGap(source, source.position())) {
            gaps.add(new StoredGap(sequence, GapCodec.read(source)));
        } else {
            add(new StoredRecord(batch.node(), batch.boot(), sequence, AccessRecordCodec.read(source)));
        }
    }

    private void add(StoredRecord record) {
        records.add(record);
        rows.add(record);
        Instant time = record.record().time();
        earliest = time.isBefore(earliest) ? time : earliest;
        addDay(Math.floorDiv(time.getEpochSecond(), DAY_SECONDS));
    }

    /** Mostly it is that of the record before. */
    private void addDay(long day) {
        if (day != latestDay) {
            latestDay = day;
            days.add(LocalDate.ofEpochDay(day));
        }
    }

    /** The length of the frame that starts there, or -1 when it cannot be so. */
    private int length(int start) {
        int left = source.limit() - start;
        if (left < HEADER) {
            return -1;
        }
        int payload = source.getInt(start);
        boolean sound = payload > 0 && payload <= AccessRecordCodec.MAX_FRAME - HEADER && payload <= left - HEADER;
        return sound ? HEADER + payload : -1;
    }

    private void take(int index, int lost, int start, int end, MalformedMessageException problem) {
        byte[] bytes = new byte[end - start];
        source.get(start, bytes).position(end);
        damages.add(new Damage(batch.first() + index, lost, String.valueOf(problem.getMessage()), bytes));
    }

    RecordBatch batch() {
        return batch;
    }

    /** The time of the earliest that could be read, as it is stored; {@link Instant#MAX} for none. */
    Instant earliest() {
        return earliest;
    }

    /** The days (UTC) of those that could be read. */
    Set<LocalDate> days() {
        return Collections.unmodifiableSet(days);
    }

    /** Those at or after the sequence that could be read. */
    List<StoredRecord> records(long from) {
        return records.subList(before(from), records.size());
    }

    /** The gaps at or after the sequence. */
    List<Gap> gaps(long from) {
        return gaps.stream()
                .filter(gap -> gap.sequence() >= from)
                .map(StoredGap::gap)
                .toList();
    }

    /** Sends the rows of {@link #records}. */
    void send(BinaryCopy.Sending target, long from) throws SQLException {
        rows.send(target, before(from));
    }

    /** How many of those that could be read lie before the sequence. */
    private int before(long from) {
        return (int)
                records.stream().takeWhile(record -> record.sequence() < from).count();
    }

    /** Those that reach to or past the sequence and could not be read. */
    List<Damage> damages(long from) {
        return damages.stream()
                .filter(damage -> damage.sequence() + damage.records() > from)
                .toList();
    }
}
