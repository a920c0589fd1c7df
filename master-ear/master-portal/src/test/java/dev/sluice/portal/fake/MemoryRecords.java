package dev.sluice.portal.fake;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.report.AccessRecords;
import dev.sluice.master.report.RecordFilter;
import dev.sluice.master.report.SearchTooLongException;
import dev.sluice.master.report.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The records that a test puts in; remembers what was asked. */
public final class MemoryRecords extends AccessRecords {
    public final List<StoredRecord> records = new ArrayList<>();
    public RecordFilter asked = RecordFilter.ALL;
    public boolean tooLong;

    /** A blocked exchange. */
    public static StoredRecord blocked() {
        AccessRecord exchange = new AccessRecord(
                Instant.parse("2026-03-01T10:00:00.123Z"),
                Duration.ofMillis(12),
                "10.1.2.3",
                "",
                "GET",
                "http",
                "ads.example",
                8080,
                "/banner",
                403,
                0,
                1234,
                "text/html",
                "block",
                "no-ads",
                "No ads",
                "ads",
                "RULE",
                1,
                5,
                "none",
                "",
                "curl/8",
                "",
                "r-1");
        return new StoredRecord("slave-1", 3, 9, exchange);
    }

    @Override
    public List<StoredRecord> newest(RecordFilter filter, int limit) {
        asked = filter;
        if (tooLong) {
            throw SearchTooLongException.after(20);
        }
        return records.stream().limit(limit).toList();
    }

    @Override
    public List<StoredRecord> oldest(RecordFilter filter, Optional<StoredRecord> after, int limit) {
        asked = filter;
        return after.isPresent() ? List.of() : List.copyOf(records);
    }

    @Override
    public Map<String, Long> storedByNode() {
        return Map.of("slave-1", 40L);
    }
}
