package dev.sluice.master.export;

import dev.sluice.master.report.AccessRecords;
import dev.sluice.master.report.RecordFilter;
import dev.sluice.master.report.StoredRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes the stored records that a filter lets through, oldest first, as a stream of any length. Safe for any thread. */
@ApplicationScoped
public class RecordExport {
    /** Read at once; between two reads nothing is held in the database, however slow the reader is. */
    static final int PAGE = 2_000;

    private final AccessRecords records;
    private final Clock clock;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected RecordExport() {
        this(null, null);
    }

    @Inject
    public RecordExport(AccessRecords records, Clock clock) {
        this.records = records;
        this.clock = clock;
    }

    /**
     * Writes and flushes; does not close. Ends with what is stored now: a record that comes later, or comes while this runs
     * and belongs before what was written, is not in it.
     *
     * @throws IOException when the reader is gone
     * @throws dev.sluice.master.persistence.DatabaseException when the database is; what was written stays written
     */
    public void write(RecordFilter filter, RecordFormat format, OutputStream out) throws IOException {
        Instant now = clock.instant();
        RecordFilter ending = filter.to().isAfter(now) ? filter.within(filter.from(), now) : filter;
        out.write(format.head(now).getBytes(StandardCharsets.UTF_8));
        Optional<StoredRecord> last = Optional.empty();
        List<StoredRecord> page;
        do {
            page = records.oldest(ending, last, PAGE);
            for (StoredRecord record : page) {
                out.write(format.line(record).getBytes(StandardCharsets.UTF_8));
                last = Optional.of(record);
            }
            out.flush();
        } while (page.size() == PAGE);
    }
}
