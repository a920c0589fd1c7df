package dev.sluice.jms;

import java.nio.ByteBuffer;

/**
 * Consecutive access records of one boot of one node, as one JMS bytes message with the properties
 * {@link Destinations#NODE}, {@link Destinations#BOOT}, {@link Destinations#FIRST}, {@link Destinations#COUNT} and
 * {@link Destinations#GAP}.
 *
 * @param first the sequence of the first record, from 0
 * @param count how many
 * @param gap the node has no record of this boot before {@code first} any more, other than what the master has
 *     applied: where the master expects an earlier one, it counts the missing ones and goes on from {@code first}
 *     instead of asking for them
 * @param frames {@code count} record frames one after the other, as {@link AccessRecordCodec} writes them
 */
public record RecordBatch(String node, long boot, long first, int count, boolean gap, ByteBuffer frames) {
    public RecordBatch {
        frames = frames.asReadOnlyBuffer();
    }

    /** A batch that follows the one before it without a gap. */
    public RecordBatch(String node, long boot, long first, int count, ByteBuffer frames) {
        this(node, boot, first, count, false, frames);
    }
}
