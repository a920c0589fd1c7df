package dev.sluice.slave.report;

import dev.sluice.jms.AccessRecordCodec;
import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.GapCodec;
import dev.sluice.jms.MalformedMessageException;
import dev.sluice.jms.RecordBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Stores batches as the master is to: each record once, in order, by the watermark of its boot. Safe for any thread. */
final class Master {
    private final Map<Long, Long> watermarks = new TreeMap<>();
    private final List<String> stored = new ArrayList<>();
    private long missing;
    private long givenUp;

    synchronized AppliedMessage store(RecordBatch batch) throws MalformedMessageException {
        long next = watermarks.getOrDefault(batch.boot(), 0L);
        if (batch.first() > next && batch.gap()) {
            missing += batch.first() - next;
            next = batch.first();
        }
        long end = batch.first() + batch.count();
        if (batch.first() <= next && end > next) {
            take(batch, next);
            next = end;
        }
        watermarks.put(batch.boot(), next);
        return new AppliedMessage(batch.node(), batch.boot(), next);
    }

    private void take(RecordBatch batch, long next) throws MalformedMessageException {
        ByteBuffer frames = batch.frames().duplicate();
        AccessRecordCodec.skip(frames, (int) (next - batch.first()));
        while (frames.hasRemaining()) {
            if (GapCodec.isGap(frames, frames.position())) {
                givenUp += GapCodec.read(frames).records();
            } else {
                stored.add(AccessRecordCodec.read(frames).requestId());
            }
        }
    }

    /** Stores all that waits, and says so; what is behind a hole only when the node says that it is one. */
    void takeAll(RecordSpool spool) throws Exception {
        while (!RecordSpoolTest.waiting(spool).isEmpty()) {
            for (RecordBatch batch : RecordSpoolTest.batches(spool)) {
                spool.applied(store(batch));
            }
        }
    }

    /** The records that gaps told of. */
    synchronized long givenUp() {
        return givenUp;
    }

    /** As a database restored from a backup. */
    synchronized void goBack(long boot, long records) {
        watermarks.merge(boot, -records, Long::sum);
        stored.subList((int) (stored.size() - records), stored.size()).clear();
    }

    synchronized List<String> stored() {
        return List.copyOf(stored);
    }

    synchronized long missing() {
        return missing;
    }
}
