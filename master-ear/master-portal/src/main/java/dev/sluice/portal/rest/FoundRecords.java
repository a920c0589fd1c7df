package dev.sluice.portal.rest;

import dev.sluice.master.report.AccessRecords;
import dev.sluice.master.report.StoredRecord;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;

/** Single records for calls that name one. */
@Dependent
public class FoundRecords {
    /** What the parameter {@code time} is. */
    static final String TIME = "The record's time, as it is listed; the record is then found at once";

    private final AccessRecords records;

    @Inject
    public FoundRecords(AccessRecords records) {
        this.records = records;
    }

    /**
     * Finds a record.
     *
     * @param time empty to look for it from the newest back
     * @throws ProblemException 404 where it is not there
     */
    StoredRecord find(String node, long boot, long sequence, String time) {
        Optional<Instant> at = time.isEmpty() ? Optional.empty() : Optional.of(Limits.instant("time", time));
        return records.find(Limits.text("node", node), boot, sequence, at)
                .orElseThrow(() -> new ProblemException(
                        404,
                        "There is no such record" + (at.isEmpty() ? "" : " at this time")
                                + ", or it is no longer kept."));
    }
}
