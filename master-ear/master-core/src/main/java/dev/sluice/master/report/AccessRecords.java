package dev.sluice.master.report;

import java.util.List;
import java.util.Map;

/** Reads the stored access records. Safe for any thread. */
public class AccessRecords {
    /** Newest first, at most {@code limit} (1 to 1,000). */
    public List<StoredRecord> newest(RecordFilter filter, int limit) {
        throw new UnsupportedOperationException(filter + " " + limit);
    }

    /** How many records of each node are stored. */
    public Map<String, Long> storedByNode() {
        throw new UnsupportedOperationException();
    }
}
