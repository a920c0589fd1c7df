package dev.sluice.master.export;

import dev.sluice.master.persistence.DatabaseException;
import dev.sluice.master.report.AccessRecords;
import dev.sluice.master.report.RecordFilter;
import dev.sluice.master.report.StoredRecord;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the stored records that a filter lets through, oldest first, as a stream of any length. Safe for any thread. */
@ApplicationScoped
public class RecordExport {
    /** Read at once; between two reads nothing is held in the database, however slow the reader is. */
    static final int PAGE = 2_000;

    /** The last line of what is not whole; no format has such a line otherwise. */
    public static final String INCOMPLETE = "#incomplete";

    private static final Logger LOG = LoggerFactory.getLogger(RecordExport.class);
    private static final int ATTEMPTS = 120;

    private final AccessRecords records;
    private final Clock clock;
    private final Duration between;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected RecordExport() {
        this(null, null, Duration.ZERO);
    }

    @Inject
    public RecordExport(AccessRecords records, Clock clock) {
        this(records, clock, Duration.ofSeconds(1));
    }

    /** @param between two attempts while the database is away */
    public RecordExport(AccessRecords records, Clock clock, Duration between) {
        this.records = records;
        this.clock = clock;
        this.between = between;
    }

    /**
     * Writes and flushes; does not close. Ends with what is stored now: a record that comes later, or comes while this runs
     * and belongs before what was written, is not in it. While the database is away it waits, two minutes at most, and
     * gives up when it takes more than 50 seconds to look through one day; what could not be finished ends with the line
     * {@link #INCOMPLETE}, because the container ends an answer in the same way whether it is whole or not.
     *
     * @throws IOException when the reader is gone
     */
    public void write(RecordFilter filter, RecordFormat format, OutputStream out) throws IOException {
        Instant now = clock.instant();
        RecordFilter ending = filter.to().isAfter(now) ? filter.within(filter.from(), now) : filter;
        out.write(utf8(format.head(now)));
        try {
            writeAll(ending, format, out);
        } catch (DatabaseException e) {
            LOG.error("An export of records was broken off", e);
            out.write(utf8(INCOMPLETE + "\n"));
        }
        out.flush();
    }

    private void writeAll(RecordFilter filter, RecordFormat format, OutputStream out) throws IOException {
        Optional<StoredRecord> last = Optional.empty();
        List<StoredRecord> page;
        do {
            page = patiently(filter, last);
            for (StoredRecord record : page) {
                out.write(utf8(format.line(record)));
                last = Optional.of(record);
            }
        } while (page.size() == PAGE);
    }

    private List<StoredRecord> patiently(RecordFilter filter, Optional<StoredRecord> after) {
        for (int attempt = 1; ; attempt++) {
            try {
                return records.oldest(filter, after, PAGE);
            } catch (DatabaseException e) {
                if (attempt == ATTEMPTS || e.refused() || e.tooLong() || !pause()) {
                    throw e;
                }
            }
        }
    }

    /** Returns false when it was woken, because the master stops. */
    private boolean pause() {
        try {
            Thread.sleep(between.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
