package dev.sluice.slave.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jms.RecordBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
    private static final int RECORDS = 4;

    @TempDir
    private Path folder;

    private Path segment;
    private byte[] whole;

    @BeforeEach
    void writeOneSegment() throws IOException {
        Path written = folder.resolve("written");
        try (RecordSpool spool = Samples.open(written, Samples.limits(1 << 20, 1 << 20))) {
            RecordSpoolTest.accept(spool, 0, RECORDS);
        }
        List<Path> segments = Samples.segments(written);
        assertThat(segments).hasSize(1);
        segment = segments.get(0);
        whole = Files.readAllBytes(segment);
    }

    @Test
    void keepsEveryWholeRecordOfATornSegmentWhereverItIsTorn() throws Exception {
        for (int length = 0; length < whole.length; length++) {
            Map<Long, String> left = recover(java.util.Arrays.copyOf(whole, length));
            assertThat(left).as("torn at %d", length).isEqualTo(firstRecords(wholeRecordsIn(length)));
        }
    }

    @Test
    void keepsEveryWholeRecordWhenZerosFollowIt() throws Exception {
        for (int length = 0; length < whole.length; length++) {
            byte[] zeroed = java.util.Arrays.copyOf(java.util.Arrays.copyOf(whole, length), whole.length + 500);
            int expected = wholeRecordsIn(length);
            assertThat(recover(zeroed))
                    .as("zeros from %d", length)
                    .containsAllEntriesOf(firstRecords(expected))
                    .hasSizeBetween(expected, expected + 1); // where the byte cut off was a zero, the record is whole
        }
    }

    @Test
    void aFlippedBitCostsNoMoreThanItsRecordUnlessItHitsALength() throws Exception {
        int at = Segment.HEADER;
        for (int i = 0; i < RECORDS; i++) {
            int length = Samples.frameLength(Samples.record("id-" + i));
            for (int offset = at; offset < at + length; offset++) {
                byte[] flipped = whole.clone();
                flipped[offset] ^= (byte) (1 << offset % 8);
                Map<Long, String> left = recover(flipped);
                Map<Long, String> others = firstRecords(RECORDS);
                others.remove((long) i);
                boolean inLength = offset < at + 4;
                assertThat(left).as("flipped at %d", offset).doesNotContainKey((long) i);
                assertThat(others).as("flipped at %d", offset).containsAllEntriesOf(left);
                assertThat(left).as("flipped at %d", offset).hasSize(inLength ? left.size() : RECORDS - 1);
                assertThat(left).containsAllEntriesOf(firstRecords(i));
            }
            at += length;
        }
        assertThat(at).isEqualTo(whole.length);
    }

    @Test
    void aFlippedBitInTheHeaderCostsNothing() throws Exception {
        for (int offset = 0; offset < Segment.HEADER; offset++) {
            byte[] flipped = whole.clone();
            flipped[offset] ^= (byte) (1 << offset % 8);
            assertThat(recover(flipped)).as("flipped at %d", offset).isEqualTo(firstRecords(RECORDS));
        }
    }

    @Test
    void recoveringTwiceGivesTheSame() throws Exception {
        byte[] damaged = whole.clone();
        damaged[Segment.HEADER + 20] ^= 1;
        Path once = write(damaged);
        Map<Long, String> first = read(new Recovery(once, "slave-1").segments());
        assertThat(read(new Recovery(once, "slave-1").segments()))
                .isEqualTo(first)
                .hasSize(RECORDS - 1);
    }

    @Test
    void aSegmentThatWasNotCutBeforeItsFollowerBeganIsCutThere() throws Exception {
        Path both = write(whole);
        Segment follower =
                Segment.empty(both, Segment.named(segment).orElseThrow().boot(), 2);
        byte[] content = new byte[whole.length];
        follower.header("slave-1").get(content, 0, Segment.HEADER);
        System.arraycopy(whole, Segment.HEADER, content, Segment.HEADER, whole.length - Segment.HEADER);
        Files.write(follower.file(), content);
        List<Segment> segments = new Recovery(both, "slave-1").segments();
        assertThat(segments).extracting(Segment::next).containsExactly(2L, 2L + RECORDS);
    }

    private Map<Long, String> recover(byte[] content) throws Exception {
        return read(new Recovery(write(content), "slave-1").segments());
    }

    private Path write(byte[] content) throws IOException {
        Path target = Files.createTempDirectory(folder, "case");
        Files.write(target.resolve(segment.getFileName()), content);
        return target;
    }

    /** Request ids by sequence. */
    private static Map<Long, String> read(List<Segment> segments) throws Exception {
        Map<Long, String> left = new TreeMap<>();
        for (Segment found : segments) {
            try (SegmentReader reader = new SegmentReader("slave-1")) {
                RecordBatch batch =
                        reader.read(new Stretch(found, found.first(), true, true, true), Integer.MAX_VALUE, 1 << 20);
                List<String> ids = Samples.ids(batch);
                assertThat((long) ids.size()).isEqualTo(found.count());
                for (int i = 0; i < ids.size(); i++) {
                    left.put(found.first() + i, ids.get(i));
                }
            }
        }
        return left;
    }

    private static Map<Long, String> firstRecords(int count) {
        Map<Long, String> records = new TreeMap<>();
        IntStream.range(0, count).forEach(i -> records.put((long) i, "id-" + i));
        return records;
    }

    private static int wholeRecordsIn(int length) {
        int at = Segment.HEADER;
        int records = 0;
        while (records < RECORDS) {
            at += Samples.frameLength(Samples.record("id-" + records));
            if (at > length) {
                break;
            }
            records++;
        }
        return records;
    }
}
