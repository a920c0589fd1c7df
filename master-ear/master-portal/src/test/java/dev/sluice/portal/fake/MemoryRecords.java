package dev.sluice.portal.fake;

import dev.sluice.jms.AccessRecord;
import dev.sluice.master.report.AccessRecords;
import dev.sluice.master.report.Arrived;
import dev.sluice.master.report.RecordFilter;
import dev.sluice.master.report.SearchTooLongException;
import dev.sluice.master.report.Sites;
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

    /** What the next look finds. */
    public final List<StoredRecord> arriving = new ArrayList<>();

    public String askedAfter = "";
    public boolean missing;

    /** A blocked exchange. */
    public static StoredRecord blocked() {
        return blocked("no-ads", 5);
    }

    /** An exchange that this rule of this revision blocked. */
    public static StoredRecord blocked(String rule, long revision) {
        return exchange("", "block", rule, revision, 403, "");
    }

    /** One that ended without an answer. */
    public static StoredRecord cut() {
        return exchange("", "block", "no-ads", 5, 0, "node-stopped");
    }

    /** An exchange of this user that this rule of this revision let through. */
    public static StoredRecord allowed(String user, String rule, long revision) {
        return exchange(user, "allow", rule, revision, 200, "");
    }

    /** One whose client was asked who it is. */
    public static StoredRecord asked(String rule, long revision) {
        return exchange("", "authenticate", rule, revision, 407, "");
    }

    /** One that came after the others and had ended before them. */
    public static StoredRecord late() {
        return new StoredRecord("slave-0", 3, 9, blocked().record());
    }

    private static StoredRecord exchange(
            String user, String action, String rule, long revision, int status, String error) {
        AccessRecord exchange = new AccessRecord(
                Instant.parse("2026-03-01T10:00:00.123Z"),
                Duration.ofMillis(12),
                "10.1.2.3",
                user,
                "GET",
                "http",
                "ads.example",
                8080,
                "/banner",
                status,
                0,
                1234,
                "text/html",
                action,
                rule,
                "No ads",
                "ads",
                "RULE",
                1,
                revision,
                "none",
                "",
                "curl/8",
                error,
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
    public Arrived arrived(RecordFilter filter, String mark) {
        askedAfter = mark;
        List<StoredRecord> come = List.copyOf(arriving);
        arriving.clear();
        return new Arrived(come, mark, false, missing);
    }

    @Override
    public Sites sites(RecordFilter filter, int limit) {
        asked = filter;
        List<Sites.Site> sites = records.stream()
                .map(r -> new Sites.Site(
                        r.record().host(), 1, 1, 0, 2_000, r.record().time()))
                .toList();
        return new Sites(sites, sites.size(), Instant.parse("2026-03-01T09:00:00Z"), true);
    }

    @Override
    public Optional<StoredRecord> find(String node, long boot, long sequence, Optional<Instant> time) {
        return records.stream()
                .filter(r -> r.node().equals(node) && r.boot() == boot && r.sequence() == sequence)
                .filter(r -> time.isEmpty() || time.get().equals(r.record().time()))
                .findFirst();
    }

    @Override
    public List<StoredRecord> oldest(RecordFilter filter, Optional<StoredRecord> after, int limit) {
        asked = filter;
        return after.isPresent()
                ? List.of()
                : records.stream()
                        .filter(stored -> !stored.record().time().isBefore(filter.from())
                                && stored.record().time().isBefore(filter.to()))
                        .toList();
    }

    @Override
    public Map<String, Long> storedByNode() {
        return Map.of("slave-1", 40L);
    }
}
