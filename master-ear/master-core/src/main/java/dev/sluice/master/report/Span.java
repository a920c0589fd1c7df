package dev.sluice.master.report;

import dev.sluice.jms.RecordBatch;

/**
 * The part of a batch that is to be stored.
 *
 * @param missing how many before it the node no longer has
 */
record Span(long from, long to, long missing) {
    /** @param next the sequence that is wanted next */
    static Span of(RecordBatch batch, long next) {
        long end = batch.first() + batch.count();
        boolean hole = batch.first() > next;
        if (end <= next || (hole && !batch.gap())) {
            return new Span(next, next, 0);
        }
        return hole ? new Span(batch.first(), end, batch.first() - next) : new Span(next, end, 0);
    }

    boolean isEmpty() {
        return from == to;
    }

    long length() {
        return to - from;
    }
}
