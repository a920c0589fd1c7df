package dev.sluice.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRecordCodecTest {
    @Test
    void writesTheSampleFrame() {
        assertThat(HexFormat.of().formatHex(frame(Samples.RECORD))).isEqualTo(Samples.text("access-record.hex"));
    }

    @Test
    void readsTheSampleFrame() throws Exception {
        byte[] frame = HexFormat.of().parseHex(Samples.text("access-record.hex"));

        assertThat(AccessRecordCodec.read(ByteBuffer.wrap(frame))).isEqualTo(Samples.RECORD);
    }

    @Test
    void readsFromEveryKindOfBufferAndMovesPastTheFrame() throws Exception {
        byte[] frame = frame(Samples.RECORD);
        ByteBuffer heap = ByteBuffer.allocate(7 + frame.length + 5).put(7, frame);
        ByteBuffer direct = ByteBuffer.allocateDirect(7 + frame.length + 5).put(7, frame);
        ByteBuffer slice = heap.duplicate().position(3).slice().position(4);
        for (ByteBuffer source :
                List.of(heap.position(7), direct.position(7), heap.duplicate().asReadOnlyBuffer(), slice)) {
            assertThat(AccessRecordCodec.read(source)).isEqualTo(Samples.RECORD);
            assertThat(source.remaining()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "tunnel", "b\u00fccher.example", "€😀", "\u0000\ud800"})
    void showsEachTextAsTheBytesOfWhatItReads(String text) throws Exception {
        RecordView view = new RecordView();
        AccessRecordCodec.read(ByteBuffer.wrap(frame(withTexts("another, which is longer"))), view);
        AccessRecordCodec.read(ByteBuffer.wrap(frame(withTexts(text))), view);

        String stored = text.equals("\u0000\ud800") ? "??" : text;
        for (RecordView.Text field : RecordView.Text.values()) {
            ByteBuffer copy = ByteBuffer.allocate(view.length(field));
            view.copy(field, copy);
            assertThat(new String(copy.array(), StandardCharsets.UTF_8)).isEqualTo(stored);
            assertThat(copy.hasRemaining()).isFalse();
            assertThat(view.text(field)).isEqualTo(stored);
            assertThat(view.is(field, "tunnel")).isEqualTo(text.equals("tunnel"));
        }
    }

    @Test
    void skipsFieldsThatALaterVersionAdds() throws Exception {
        byte[] frame = frame(Samples.RECORD);
        ByteBuffer later =
                ByteBuffer.allocate(frame.length + 9).put(frame).putLong(7).put((byte) 1);
        later.put(8, (byte) 2).putInt(0, frame.length + 9 - 8);
        seal(later);

        assertThat(AccessRecordCodec.read(later.flip())).isEqualTo(Samples.RECORD);
        assertThat(later.hasRemaining()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "é", "€", "😀", "a😀", "aa😀", "aaa😀"})
    void cutsLongTextsBetweenCodePoints(String unit) throws Exception {
        AccessRecord record = withTexts(unit.repeat(20_000));

        AccessRecord read = AccessRecordCodec.read(ByteBuffer.wrap(frame(record)));

        for (String text : List.of(read.path(), read.userAgent(), read.ruleName(), read.client(), read.requestId())) {
            assertThat(record.path()).startsWith(text);
            assertThat(text).isNotEmpty().doesNotEndWith("\uD83D");
        }
        assertThat(read.path().getBytes(StandardCharsets.UTF_8)).hasSizeBetween(8 * 1024 - 3, 8 * 1024);
    }

    @Test
    void refusesATextThatIsLongerThanAnyoneWrites() {
        byte[] frame = frame(withTexts("x"));
        int host = 8 + RecordView.MIN_LENGTH - 17 * Short.BYTES + 4 * (Short.BYTES + 1);
        ByteBuffer longer = ByteBuffer.allocate(frame.length + 256).put(frame, 0, host);
        longer.putShort((short) 257).put(new byte[256]).put(frame, host + 2, frame.length - host - 2);
        longer.putInt(0, longer.capacity() - 8);
        seal(longer);

        assertThatThrownBy(() -> AccessRecordCodec.read(longer.flip()))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("host: 257 bytes, but at most 256 are allowed");
    }

    @Test
    void replacesWhatTheDatabaseCannotStore() throws Exception {
        AccessRecord read = AccessRecordCodec.read(ByteBuffer.wrap(frame(withTexts("a\0b\uD800c\uDC00é\0"))));

        assertThat(read.path()).isEqualTo("a?b?c?é?");
    }

    @Test
    void keepsExtremeNumbers() throws Exception {
        AccessRecord record = new AccessRecord(
                Instant.EPOCH,
                Duration.ofSeconds(Long.MAX_VALUE),
                "",
                "",
                "",
                "",
                "",
                -1,
                "",
                -1,
                -1,
                Long.MIN_VALUE,
                "",
                "",
                "",
                "",
                "",
                "",
                Long.MAX_VALUE,
                -1,
                "",
                "",
                "",
                "",
                "");

        AccessRecord read = AccessRecordCodec.read(ByteBuffer.wrap(frame(record)));

        assertThat(read.duration()).isGreaterThan(Duration.ofDays(100_000));
        assertThat(read).usingRecursiveComparison().ignoringFields("duration").isEqualTo(record);
    }

    @Test
    void refusesATimeThatNoDatabaseStores() {
        ByteBuffer frame = ByteBuffer.wrap(frame(Samples.RECORD)).putLong(9, Long.MAX_VALUE);
        seal(frame);

        assertThatThrownBy(() -> AccessRecordCodec.read(frame))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessage("time: not between the years 1 and 9999");
    }

    @Test
    void refusesEveryTornFrameAndLeavesThePosition() {
        byte[] frame = frame(Samples.RECORD);
        for (int length = 0; length < frame.length; length++) {
            ByteBuffer torn = ByteBuffer.wrap(frame, 0, length);

            assertThatThrownBy(() -> AccessRecordCodec.read(torn))
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessageStartingWith("torn");
            assertThat(torn.position()).isZero();
        }
    }

    @Test
    void refusesEveryFlippedBit() {
        byte[] frame = frame(Samples.RECORD);
        for (int bit = 0; bit < frame.length * 8; bit++) {
            byte[] damaged = frame.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));

            assertThatThrownBy(() -> AccessRecordCodec.frameLength(ByteBuffer.wrap(damaged)))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void readsABatchWholeOrFromASequence() throws Exception {
        RecordBatch batch = batch(3, 3);

        AccessRecordCodec.check(batch);
        assertThat(AccessRecordCodec.readAll(batch)).containsExactly(record(0), record(1), record(2));
        assertThat(AccessRecordCodec.readFrom(batch, 102)).containsExactly(record(2));
        assertThat(AccessRecordCodec.readFrom(batch, 103)).isEmpty();
        assertThat(batch.frames().position()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 2, 4, 1_000_000, Integer.MAX_VALUE})
    void refusesABatchWithAnotherCountThanItClaims(int count) {
        RecordBatch batch = batch(3, count);

        assertThatThrownBy(() -> AccessRecordCodec.check(batch)).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> AccessRecordCodec.readAll(batch)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void readsAnEmptyBatch() throws Exception {
        assertThat(AccessRecordCodec.readAll(batch(0, 0))).isEmpty();
    }

    static byte[] frame(AccessRecord record) {
        ByteBuffer buffer = ByteBuffer.allocate(AccessRecordCodec.MAX_FRAME);
        AccessRecordCodec.write(record, buffer);
        byte[] frame = new byte[buffer.flip().remaining()];
        buffer.get(frame);
        return frame;
    }

    static void seal(ByteBuffer frame) {
        CRC32C crc = new CRC32C();
        crc.update(frame.array(), 8, frame.getInt(0));
        frame.putInt(4, (int) crc.getValue());
    }

    private static RecordBatch batch(int records, int count) {
        ByteBuffer frames = ByteBuffer.allocate(3 * AccessRecordCodec.MAX_FRAME);
        for (int i = 0; i < records; i++) {
            AccessRecordCodec.write(record(i), frames);
        }
        return new RecordBatch("slave-1", 1, 100, count, frames.flip());
    }

    private static AccessRecord record(int number) {
        return withTexts("text " + number);
    }

    private static AccessRecord withTexts(String text) {
        return new AccessRecord(
                Instant.EPOCH,
                Duration.ZERO,
                text,
                text,
                text,
                text,
                text,
                1,
                text,
                2,
                3,
                4,
                text,
                text,
                text,
                text,
                text,
                text,
                5,
                6,
                text,
                text,
                text,
                text,
                text);
    }
}
