package dev.sluice.master.explain;

import dev.sluice.master.report.StoredRecord;
import dev.sluice.policy.Explanation;
import java.util.Optional;

/**
 * Why a record was decided so.
 *
 * @param why the rules of the record's revision, tried again; empty unless the finding is one of the first three
 */
public record RecordExplanation(StoredRecord stored, Finding finding, Optional<Explanation> why) {
    /** What came of it. */
    public enum Finding {
        /** The revision decides what is recorded. */
        SAME,
        /** The revision may decide what is recorded, but the record does not hold all that its rules ask for. */
        OPEN,
        /** By what the record holds, the revision decides otherwise. */
        OTHER,
        /** The node had no policy, and so it refused. */
        NO_POLICY,
        /** The exchange ended before it was decided. */
        NOT_DECIDED,
        /** The revision is not in the database. */
        NO_REVISION
    }
}
