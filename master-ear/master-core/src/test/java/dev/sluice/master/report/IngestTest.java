package dev.sluice.master.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.jms.AccessRecord;
import dev.sluice.jms.AccessRecordCodec;
import dev.sluice.jms.AppliedMessage;
import dev.sluice.jms.Gap;
import dev.sluice.jms.GapCodec;
import dev.sluice.jms.RecordBatch;
import dev.sluice.jms.RecordClass;
import dev.sluice.master.config.TestConfig;
import dev.sluice.master.lease.Lease;
import dev.sluice.master.lease.LeaseLostException;
import dev.sluice.master.lease.TestLease;
import dev.sluice.master.persistence.DatabaseException;
import dev.sluice.master.persistence.TestDatabase;
import dev.sluice.master.rollup.Rollups;
import dev.sluice.master.rollup.TestRollups;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IngestTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final TestDatabase database = TestDatabase.create();
    private final Lease lease = TestLease.held(database.jdbc());
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final Partitions partitions = new Partitions(database.jdbc(), TestConfig.PLAIN, clock);
    private final Rollups rollups = TestRollups.of(database.jdbc(), lease, clock);
    private final Ingest ingest = PlainIngest.of(database.jdbc(), lease, partitions, rollups);
    private final AccessRecords records = new AccessRecords(database.jdbc(), partitions, new Arrivals());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void storesABatchAndSaysWhatIsApplied() {
        assertThat(store(batch(1, 0, 3))).isEqualTo(new AppliedMessage("n1", 1, 3));
        assertThat(store(batch(1, 3, 2))).isEqualTo(new AppliedMessage("n1", 1, 5));
        assertThat(sequences()).containsExactly(4L, 3L, 2L, 1L, 0L);
        assertThat(records.storedByNode()).containsExactly(Map.entry("n1", 5L));
    }

    @Test
    void storesEachFieldAsItCame() {
        AccessRecord record = Samples.record(NOW.plusNanos(123_456_000));
        store(Samples.batch("n1", 7, 0, List.of(record)));
        assertThat(records.newest(RecordFilter.ALL, 10)).containsExactly(new StoredRecord("n1", 7, 0, record));
    }

    @Test
    void storesNothingOnceAnotherMasterTookOver() {
        Lease next = TestLease.takenFrom(lease, database.jdbc());
        assertThatThrownBy(() -> store(batch(1, 0, 3))).isInstanceOf(LeaseLostException.class);
        assertThat(sequences()).isEmpty();
        assertThat(PlainIngest.of(database.jdbc(), next, partitions, rollups).store(Batches.of(batch(1, 0, 3))))
                .containsExactly(new AppliedMessage("n1", 1, 3));
        assertThat(sequences()).containsExactly(2L, 1L, 0L);
    }

    @Test
    void storesADoubledBatchOnce() {
        store(batch(1, 0, 3));
        assertThat(store(batch(1, 0, 3)).next()).isEqualTo(3);
        assertThat(store(batch(1, 0, 2)).next()).isEqualTo(3);
        assertThat(sequences()).containsExactly(2L, 1L, 0L);
    }

    @Test
    void trimsWhatOverlaps() {
        store(batch(1, 0, 3));
        assertThat(store(batch(1, 1, 5)).next()).isEqualTo(6);
        assertThat(sequences()).containsExactly(5L, 4L, 3L, 2L, 1L, 0L);
    }

    @Test
    void trimsGapsAndDamagedRecordsThatOverlapToo() {
        ByteBuffer frames = ByteBuffer.allocate(8 * AccessRecordCodec.MAX_FRAME);
        for (int half = 0; half < 2; half++) {
            AccessRecordCodec.write(Samples.record(NOW), frames);
            GapCodec.write(gap(RecordClass.ALLOWED, 5, NOW), frames);
            int damaged = frames.position();
            AccessRecordCodec.write(Samples.record(NOW), frames);
            frames.put(damaged + 20, (byte) ~frames.get(damaged + 20));
            AccessRecordCodec.write(Samples.record(NOW), frames);
        }
        frames.flip();
        RecordBatch all = new RecordBatch("n1", 1, 0, 8, frames);
        RecordBatch firstHalf =
                new RecordBatch("n1", 1, 0, 4, frames.duplicate().limit(frames.limit() / 2));

        assertThat(store(firstHalf).next()).isEqualTo(4);
        assertThat(store(all).next()).isEqualTo(8);

        assertThat(sequences()).containsExactly(7L, 4L, 3L, 0L);
        assertThat(records.storedByNode()).containsEntry("n1", 4L);
        assertThat(records.damagedByNode()).containsEntry("n1", 2L);
        assertThat(database.jdbc().call(Gaps::all).get("n1"))
                .containsExactly(new GapSum("allowed", "full", 10, NOW, NOW));
        assertThat(database.texts("SELECT sequence FROM record_quarantine ORDER BY 1"))
                .containsExactly("2", "6");
        assertThat(database.number("SELECT sum(requests) FROM rollup_delta WHERE dimension = 0"))
                .isEqualTo(4);
    }

    @Test
    void asksForWhatIsMissingBeforeABatch() {
        store(batch(1, 0, 3));
        assertThat(store(batch(1, 5, 2)).next()).isEqualTo(3);
        assertThat(store(batch(2, 5, 2)).next()).isZero();
        assertThat(sequences()).containsExactly(2L, 1L, 0L);
    }

    @Test
    void countsWhatTheNodeHasNoLongerAndGoesOn() {
        store(batch(1, 0, 3));
        RecordBatch late = batch(1, 10, 2);
        assertThat(store(new RecordBatch("n1", 1, 10, 2, true, late.frames())).next())
                .isEqualTo(12);
        assertThat(records.missingByNode()).containsEntry("n1", 7L);
        assertThat(records.storedByNode()).containsEntry("n1", 5L);
        assertThat(records.damagedByNode()).containsEntry("n1", 0L);
    }

    @Test
    void countsGapsByClassAndCauseAndStoresNoRecordForThem() throws Exception {
        RecordBatch batch = Samples.batchWithGaps(
                List.of(Samples.record(NOW), Samples.record(NOW)),
                List.of(gap(RecordClass.ALLOWED, 5, NOW), gap(RecordClass.AUDITED, 1, NOW)));
        assertThat(store(batch).next()).isEqualTo(4);
        assertThat(store(batch).next()).isEqualTo(4);
        RecordBatch more = Samples.batchWithGaps(List.of(), List.of(gap(RecordClass.ALLOWED, 7, NOW.plusSeconds(9))));
        assertThat(store(new RecordBatch("n1", 1, 4, 1, more.frames())).next()).isEqualTo(5);

        assertThat(records.storedByNode()).containsEntry("n1", 2L);
        assertThat(records.damagedByNode()).containsEntry("n1", 0L);
        assertThat(sequences()).containsExactly(1L, 0L);
        assertThat(database.jdbc().call(Gaps::all).get("n1"))
                .containsExactly(
                        new GapSum("allowed", "full", 12, NOW, NOW.plusSeconds(9)),
                        new GapSum("audited", "full", 1, NOW, NOW));
    }

    private static Gap gap(RecordClass of, long records, Instant time) {
        return new Gap(of, Gap.Cause.FULL, records, 1000, time, time);
    }

    @Test
    void keepsTheBootsOfANodeApart() {
        store(batch(1, 0, 3));
        assertThat(store(batch(2, 0, 2))).isEqualTo(new AppliedMessage("n1", 2, 2));
        assertThat(store(batch(1, 3, 1))).isEqualTo(new AppliedMessage("n1", 1, 4));
        assertThat(records.storedByNode()).containsEntry("n1", 6L);
    }

    @Test
    void storesTextsWithBytesThatPostgresqlRefuses() {
        RecordBatch batch = Samples.batch("n1", 1, 0, List.of(Samples.withHost(Samples.record(NOW), "a~b\t\n\\N\"")));
        ByteBuffer frames = copy(batch);
        for (int i = 8; i < frames.limit(); i++) {
            frames.put(i, frames.get(i) == '~' ? 0 : frames.get(i));
        }
        seal(frames);
        assertThat(store(new RecordBatch("n1", 1, 0, 1, frames)).next()).isEqualTo(1);
        assertThat(records.damagedByNode()).containsEntry("n1", 0L);
        assertThat(records.newest(RecordFilter.ALL, 1).get(0).record().host()).isEqualTo("a?b\t\n\\N\"");
    }

    /** Makes the checksum of the one frame right again. */
    private static void seal(ByteBuffer frame) {
        CRC32C checksum = new CRC32C();
        checksum.update(frame.slice(8, frame.getInt(0)));
        frame.putInt(4, (int) checksum.getValue());
    }

    @Test
    void quarantinesADamagedRecordAndStoresTheOthers() {
        RecordBatch batch = batch(1, 0, 3);
        ByteBuffer frames = copy(batch);
        int second = 8 + frames.getInt(0);
        frames.put(second + 20, (byte) ~frames.get(second + 20));
        assertThat(store(new RecordBatch("n1", 1, 0, 3, frames)).next()).isEqualTo(3);
        assertThat(sequences()).containsExactly(2L, 0L);
        assertThat(records.damagedByNode()).containsEntry("n1", 1L);
        assertThat(database.number("SELECT sequence FROM record_quarantine")).isEqualTo(1);
        assertThat(store(batch(1, 3, 1)).next())
                .as("later ones are not held up")
                .isEqualTo(4);
    }

    @Test
    void quarantinesTheRestOfABatchWhoseLengthsAreDamaged() {
        ByteBuffer frames = copy(batch(1, 0, 4));
        frames.putInt(8 + frames.getInt(0), Integer.MAX_VALUE);
        assertThat(store(new RecordBatch("n1", 1, 0, 4, frames)).next()).isEqualTo(4);
        assertThat(sequences()).containsExactly(0L);
        assertThat(records.damagedByNode()).containsEntry("n1", 3L);
        assertThat(database.number("SELECT records FROM record_quarantine")).isEqualTo(3);
    }

    @Test
    void takesABatchWithFewerFramesThanItClaims() {
        RecordBatch batch = batch(1, 0, 2);
        assertThat(store(new RecordBatch("n1", 1, 0, 5, batch.frames())).next()).isEqualTo(5);
        assertThat(records.storedByNode()).containsEntry("n1", 2L);
        assertThat(records.damagedByNode()).containsEntry("n1", 3L);
    }

    @Test
    void boundsTheQuarantine() {
        for (long sequence = 0; sequence < 3; sequence++) {
            database.execute("INSERT INTO record_quarantine (node, boot, sequence, records, problem, bytes)"
                    + " SELECT 'x', 1, 0, 1, '', '' FROM generate_series(1, 1000)");
            store(new RecordBatch("n1", 1, sequence, 1, ByteBuffer.allocate(1_000_000)));
        }
        assertThat(database.number("SELECT count(*) FROM record_quarantine")).isEqualTo(Quarantine.ROWS);
        assertThat(database.number("SELECT max(length(bytes)) FROM record_quarantine"))
                .isEqualTo(Quarantine.ROW_BYTES);
    }

    @Test
    void quarantinesABatchThatTheDatabaseRefuses() {
        database.execute("ALTER TABLE access_record ADD CHECK (status < 600)");
        AccessRecord refused = Samples.withStatus(Samples.record(NOW), 999);
        assertThat(store(Samples.batch("n1", 1, 0, List.of(refused))).next()).isEqualTo(1);
        assertThat(records.damagedByNode()).containsEntry("n1", 1L);
        assertThat(records.storedByNode()).containsEntry("n1", 0L);
    }

    @Test
    void storesSeveralBatchesAtOnceAndAnswersEach() {
        Batches several = Batches.of(batch(1, 0, 3), batch(1, 9, 2), batch(1, 2, 3), batch(2, 0, 1));
        assertThat(ingest.store(several))
                .containsExactly(
                        new AppliedMessage("n1", 1, 3),
                        new AppliedMessage("n1", 1, 3),
                        new AppliedMessage("n1", 1, 5),
                        new AppliedMessage("n1", 2, 1));
        assertThat(records.storedByNode()).containsEntry("n1", 6L);
    }

    @Test
    void storesTheOthersWhenOneOfSeveralIsRefused() {
        database.execute("ALTER TABLE access_record ADD CHECK (status < 600)");
        AccessRecord refused = Samples.withStatus(Samples.record(NOW), 999);
        Batches several = Batches.of(batch(1, 0, 3), Samples.batch("n1", 1, 3, List.of(refused)), batch(1, 4, 2));
        assertThat(ingest.store(several)).extracting(AppliedMessage::next).containsExactly(3L, 4L, 6L);
        assertThat(records.storedByNode()).containsEntry("n1", 5L);
        assertThat(records.damagedByNode()).containsEntry("n1", 1L);
        assertThat(database.number("SELECT sum(requests) FROM rollup_delta WHERE dimension = 0"))
                .isEqualTo(5);
    }

    @Test
    void leavesTheWatermarkWhenTheRowsAreNotStored() {
        store(batch(1, 0, 3));
        database.execute("ALTER TABLE access_record RENAME TO elsewhere");
        assertThatThrownBy(() -> store(batch(1, 3, 2))).isInstanceOf(DatabaseException.class);
        database.execute("ALTER TABLE elsewhere RENAME TO access_record");
        assertThat(database.number("SELECT next FROM record_watermark")).isEqualTo(3);
        assertThat(store(batch(1, 3, 2)).next()).isEqualTo(5);
        assertThat(sequences()).containsExactly(4L, 3L, 2L, 1L, 0L);
    }

    @Test
    void storesRecordsOfAnyClock() {
        List<Instant> times = List.of(
                Instant.parse("0001-01-01T00:00:00Z"),
                Instant.parse("9999-12-31T23:59:59Z"),
                NOW.minusSeconds(86_400L * 30),
                NOW.plusSeconds(86_400L * 30));
        store(Samples.batch("n1", 1, 0, times.stream().map(Samples::record).toList()));
        assertThat(records.storedByNode()).containsEntry("n1", 4L);
        assertThat(database.number("SELECT count(*) FROM access_record_default"))
                .isEqualTo(3);
        assertThat(database.number("SELECT count(*) FROM access_record_20260130"))
                .isEqualTo(1);
    }

    private AppliedMessage store(RecordBatch batch) {
        return ingest.store(Batches.of(batch)).get(0);
    }

    private RecordBatch batch(long boot, long first, int count) {
        List<AccessRecord> many = LongStream.range(first, first + count)
                .mapToObj(sequence -> Samples.record(NOW.plusSeconds(sequence)))
                .toList();
        return Samples.batch("n1", boot, first, many);
    }

    private static ByteBuffer copy(RecordBatch batch) {
        ByteBuffer copy = ByteBuffer.allocate(batch.frames().remaining() + AccessRecordCodec.MAX_FRAME);
        return copy.put(batch.frames().duplicate()).flip();
    }

    private List<Long> sequences() {
        return records.newest(RecordFilter.ALL, 100).stream()
                .map(StoredRecord::sequence)
                .toList();
    }
}
