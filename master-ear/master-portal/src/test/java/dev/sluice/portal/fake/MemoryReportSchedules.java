package dev.sluice.portal.fake;

import dev.sluice.master.delivery.ReportSchedules;
import dev.sluice.master.delivery.ReportTerms;
import dev.sluice.master.delivery.ScheduledReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Scheduled reports that are never made. */
public final class MemoryReportSchedules extends ReportSchedules {
    public final SortedMap<Long, ReportTerms> terms = new TreeMap<>();

    /** Who did what. */
    public final List<String> done = new ArrayList<>();

    @Override
    public List<ScheduledReport> all() {
        return terms.entrySet().stream()
                .map(known -> new ScheduledReport(
                        known.getKey(),
                        known.getValue(),
                        Instant.parse("2026-03-02T06:00:00Z"),
                        false,
                        Optional.empty(),
                        2,
                        Instant.EPOCH,
                        "Connection refused"))
                .toList();
    }

    @Override
    public long add(ReportTerms added, String by) {
        done.add(by + " add");
        long id = terms.size() + 1L;
        terms.put(id, added);
        return id;
    }

    @Override
    public boolean change(long id, ReportTerms changed, String by) {
        done.add(by + " change");
        return terms.replace(id, changed) != null;
    }

    @Override
    public boolean remove(long id, String by) {
        done.add(by + " remove");
        return terms.remove(id) != null;
    }

    @Override
    public boolean sendNow(long id, String by) {
        done.add(by + " send");
        return terms.containsKey(id);
    }
}
