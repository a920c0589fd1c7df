package dev.sluice.master.report;

import dev.sluice.jms.AccessRecordCodec;
import dev.sluice.jms.Gap;
import dev.sluice.jms.GapCodec;
import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.RecordBatch;
import dev.sluice.jms.RecordView;
import dev.sluice.jms.RecordView.Text;
import dev.sluice.master.persistence.BinaryCopy;
import dev.sluice.master.rollup.Tally;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The frames of a batch from a sequence on, ready to be stored: rows of those that can be read, the gaps among them,
 * and those that cannot be read. A damaged frame of a sound length is left out alone; where its length is damaged too, all that
 * follows it in the batch is.
 */
final class Frames {
    private static final int HEADER = 8;
    private static final long DAY_SECONDS = 86_400;

    private final RecordBatch batch;
    private final long from;
    private final ByteBuffer source;
    private final RecordView view = new RecordView();
    private final CopyRows rows;
    private final List<StoredSpan.Moment> moments = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final List<Damage> damages = new ArrayList<>();
    private final Set<LocalDate> days = new HashSet<>();
    private Instant earliest = Instant.MAX;
    private long latestDay = Long.MIN_VALUE;
    private Duration lastDuration = Duration.ZERO;
    private List<StoredSpan> spans = List.of();

    private interface Taker {
        /** @param time as it is stored */
        void take(long sequence, Instant time, RecordView record);
    }

    private Frames(RecordBatch batch, long from) {
        this.batch = batch;
        this.from = from;
        this.source = batch.frames().duplicate();
        this.rows = new CopyRows(batch.node(), batch.boot(), 2 * source.remaining());
    }

    /**
     * Reads all frames of the batch.
     *
     * @param tally to which the sums of those are added that can be read
     */
    static Frames of(RecordBatch batch, Tally tally) {
        Frames frames = new Frames(batch, batch.first());
        frames.readAll((sequence, time, record) -> {
            frames.add(sequence, time, record);
            tally.add(batch.node(), time, record);
        });
        return frames;
    }

    /** Those at or after the sequence, read anew where there are others before it; of the damaged ones those that reach to it. */
    Frames from(long sequence) {
        if (sequence <= from) {
            return this;
        }
        Frames rest = new Frames(batch, sequence);
        rest.readAll(rest::add);
        return rest;
    }

    private void readAll(Taker taker) {
        read(taker);
        if (records() > 0) {
            spans = StoredSpan.of(batch.node(), batch.boot(), moments);
        }
    }

    private void read(Taker taker) {
        for (int index = 0; index < batch.count(); index++) {
            int start = source.position();
            try {
                readOne(batch.first() + index, taker);
            } catch (MalformedMessageException e) {
                int length = length(start);
                int lost = length < 0 ? batch.count() - index : 1;
                take(index, lost, start, length < 0 ? source.limit() : start + length, e);
                index += lost - 1;
            }
        }
    }

    private void readOne(long sequence, Taker taker) throws MalformedMessageException {
        if (sequence < from) {
            AccessRecordCodec.skip(source, 1);
        } else if (GapCodec.isGap(source, source.position())) {
            gaps.add(GapCodec.read(source));
        } else {
            AccessRecordCodec.read(source, view);
            taker.take(sequence, StoredRecord.storable(view.time()), view);
        }
    }

    private void add(long sequence, Instant time, RecordView record) {
        rows.add(sequence, time, record);
        moments.add(new StoredSpan.Moment(time, sequence));
        lastDuration = Duration.ofNanos(record.duration());
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
        long sequence = batch.first() + index;
        if (sequence + lost > from) {
            damages.add(new Damage(sequence, lost, String.valueOf(problem.getMessage()), bytes));
        }
    }

    RecordBatch batch() {
        return batch;
    }

    /** How many could be read. */
    int records() {
        return moments.size();
    }

    /** The time of the earliest that could be read, as it is stored; {@link Instant#MAX} for none. */
    Instant earliest() {
        return earliest;
    }

    /** The days (UTC) of those that could be read. */
    Set<LocalDate> days() {
        return Collections.unmodifiableSet(days);
    }

    /** The gaps. */
    List<Gap> gaps() {
        return gaps;
    }

    /** Sends the rows of those that could be read. */
    void send(BinaryCopy.Sending target) throws SQLException {
        rows.send(target);
    }

    /** Adds the sums of those that can be read, which are read anew. */
    void addTo(Tally tally) {
        new Frames(batch, from).read((sequence, time, record) -> tally.add(batch.node(), time, record));
    }

    /** Where those lie that could be read. */
    List<StoredSpan> spans() {
        return spans;
    }

    /** When the exchange of the last one ended that could be read; there has to be one. */
    Instant end() {
        Instant start = moments.get(moments.size() - 1).time();
        try {
            return StoredRecord.storable(start.plus(lastDuration));
        } catch (DateTimeException | ArithmeticException e) {
            return start;
        }
    }

    /** The time of the first record of each user, as it is stored. They are read anew, as this is seldom asked for. */
    Map<String, Instant> firsts() {
        Map<String, Instant> firsts = new HashMap<>();
        new Frames(batch, from)
                .read((sequence, time, record) ->
                        firsts.merge(record.text(Text.USER), time, (one, other) -> one.isBefore(other) ? one : other));
        return firsts;
    }

    /** Those that could not be read. */
    List<Damage> damages() {
        return damages;
    }
}
