package dev.sluice.master.report;

import dev.sluice.jms.AccessRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;

/** An access record as stored, known by (node, boot, sequence). Its time becomes what {@link #storable} makes of it. */
public record StoredRecord(String node, long boot, long sequence, AccessRecord record) {
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** As the records are listed, from the end. */
    public static final Comparator<StoredRecord> OLDEST_FIRST = Comparator.comparing(
                    (StoredRecord stored) -> stored.record().time())
            .thenComparing(StoredRecord::node)
            .thenComparing(StoredRecord::boot)
            .thenComparing(StoredRecord::sequence);

    public StoredRecord {
        record = record.at(storable(record.time()));
    }

    /** A time that {@code timestamptz} and Java both can hold, however wrong the node's clock is: in microseconds, as it is stored. */
    static Instant storable(Instant time) {
        if (time.isBefore(EARLIEST)) {
            return EARLIEST;
        }
        return time.isAfter(LATEST) ? LATEST : time.truncatedTo(ChronoUnit.MICROS);
    }
}
