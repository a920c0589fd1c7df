package dev.sluice.jms;

import java.nio.ByteBuffer;

/**
 * Consecutive access records of one boot of one node, as one JMS bytes message.
 *
 * @param first the sequence of the first record, from 0
 * @param count how many
 * @param frames {@code count} record frames one after the other, as {@link AccessRecordCodec} writes them
 */
public record RecordBatch(String node, long boot, long first, int count, ByteBuffer frames) {
    public RecordBatch {
        frames = frames.asReadOnlyBuffer();
    }
}
