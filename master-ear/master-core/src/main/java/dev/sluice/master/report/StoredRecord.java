package dev.sluice.master.report;

import dev.sluice.jms.AccessRecord;
import java.util.Comparator;

/** An access record as stored, known by (node, boot, sequence). */
public record StoredRecord(String node, long boot, long sequence, AccessRecord record) {
    /** As the records are listed, from the end. */
    public static final Comparator<StoredRecord> OLDEST_FIRST = Comparator.comparing(
                    (StoredRecord stored) -> stored.record().time())
            .thenComparing(StoredRecord::node)
            .thenComparing(StoredRecord::boot)
            .thenComparing(StoredRecord::sequence);
}
