package dev.sluice.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.jms.Gap.Cause;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GapCodecTest {
    private static final Gap GAP = new Gap(
            RecordClass.REFUSED,
            Cause.AGE,
            3,
            10,
            Instant.parse("2026-01-31T12:00:00Z"),
            Instant.parse("2026-01-31T12:00:01.5Z"));

    @ParameterizedTest
    @EnumSource(Cause.class)
    void readsWhatItWrote(Cause cause) throws Exception {
        for (RecordClass of : RecordClass.values()) {
            Gap gap = new Gap(of, cause, 1, Long.MAX_VALUE, GAP.since(), GAP.until());
            ByteBuffer frames = frame(gap);
            assertThat(GapCodec.isGap(frames, 0)).isTrue();
            assertThat(GapCodec.read(frames)).isEqualTo(gap);
            assertThat(frames.hasRemaining()).isFalse();
        }
    }

    /** It lies on disks that a newer build must read. */
    @Test
    void keepsItsForm() {
        assertThat(HexFormat.of().formatHex(frame(GAP).array(), 0, 51))
                .isEqualTo("0000002b" + "8d2d04d0" + "000101" + "0000000000000003" + "000000000000000a"
                        + "00000000697deec0" + "00000000" + "00000000697deec1" + "1dcd6500");
    }

    @Test
    void isNoRecordAndARecordIsNoGap() throws Exception {
        assertThatThrownBy(() -> AccessRecordCodec.read(frame(GAP))).isInstanceOf(MalformedMessageException.class);
        ByteBuffer record = ByteBuffer.allocate(AccessRecordCodec.MAX_FRAME);
        AccessRecordCodec.write(Samples.RECORD, record);
        assertThat(GapCodec.isGap(record.flip(), 0)).isFalse();
        assertThatThrownBy(() -> GapCodec.read(record)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void aBatchIsReadWithoutItsGaps() throws Exception {
        ByteBuffer frames = ByteBuffer.allocate(3 * AccessRecordCodec.MAX_FRAME);
        AccessRecordCodec.write(Samples.RECORD, frames);
        GapCodec.write(GAP, frames);
        AccessRecordCodec.writeAudited(Samples.RECORD, frames);
        RecordBatch batch = new RecordBatch("slave-1", 1, 0, 3, frames.flip());
        AccessRecordCodec.check(batch);
        assertThat(AccessRecordCodec.readAll(batch)).containsExactly(Samples.RECORD, Samples.RECORD);
    }

    @Test
    void anAuditedRecordIsOneLikeAnyOtherToWhomDoesNotAsk() throws Exception {
        ByteBuffer frames = ByteBuffer.allocate(2 * AccessRecordCodec.MAX_FRAME);
        AccessRecordCodec.writeAudited(Samples.RECORD, frames);
        AccessRecordCodec.write(Samples.RECORD, frames);
        frames.flip();
        assertThat(AccessRecordCodec.readClass(frames)).isEqualTo(RecordClass.AUDITED);
        assertThat(AccessRecordCodec.readClass(frames)).isEqualTo(RecordClass.of(Samples.RECORD));
        assertThat(AccessRecordCodec.read(frames.rewind())).isEqualTo(Samples.RECORD);
    }

    @Test
    void refusesAClassThatItDoesNotKnow() {
        ByteBuffer strange = ByteBuffer.allocate(AccessRecordCodec.MAX_FRAME);
        AccessRecordCodec.frame(
                strange, payload -> payload.put(new byte[] {0, 9, 0}).put(new byte[GapCodec.LENGTH - 3]));
        assertThatThrownBy(() -> GapCodec.read(strange.flip())).hasMessage("class: 9 is not known");
    }

    private static ByteBuffer frame(Gap gap) {
        ByteBuffer frame = ByteBuffer.allocate(GapCodec.LENGTH + AccessRecordCodec.HEADER);
        GapCodec.write(gap, frame);
        return frame.flip();
    }
}
