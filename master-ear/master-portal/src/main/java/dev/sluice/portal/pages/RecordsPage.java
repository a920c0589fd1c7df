package dev.sluice.portal.pages;

import dev.sluice.master.export.RecordFormat;
import dev.sluice.master.node.Node;
import dev.sluice.master.node.Nodes;
import dev.sluice.master.report.AccessRecords;
import dev.sluice.master.report.Arrived;
import dev.sluice.master.report.RecordFilter;
import dev.sluice.master.report.SearchTooLongException;
import dev.sluice.master.report.Sites;
import dev.sluice.master.report.StoredRecord;
import dev.sluice.portal.record.FilterQuery;
import jakarta.annotation.PostConstruct;
import jakarta.faces.annotation.RequestParameterMap;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The newest access records, filtered. */
@Named
@ViewScoped
public class RecordsPage implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int LIMIT = 100;
    private static final Duration BETWEEN_SITES = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofSeconds(2);
    /** How many times as long as a long reading took the page rests before it reads again by itself. */
    private static final int REST = 5;

    private static final Sites NO_SITES = new Sites(List.of(), 0, Instant.EPOCH, true);

    @Inject
    transient AccessRecords records;

    @Inject
    transient Nodes nodes;

    /** What the page was opened with. */
    @Inject
    @RequestParameterMap
    transient Map<String, String> parameters;

    private final RecordFilterForm form = new RecordFilterForm();
    private transient NavigableSet<StoredRecord> found = none();
    private transient List<RecordRow> rows = List.of();
    private RecordFilter shown = RecordFilter.ALL;
    private String mark = "";
    private transient Sites sites = NO_SITES;
    private Instant nextReading = Instant.EPOCH;
    private boolean bySite;
    private boolean paused;
    private String problem = "";

    /** Filters as the address says. */
    @PostConstruct
    public void begin() {
        form.show(FilterQuery.read(parameters));
        load();
    }

    public void load() {
        Instant start = Instant.now();
        read(form.filter());
        Instant end = Instant.now();
        nextReading = end.plus(rest(Duration.between(start, end), bySite));
    }

    static Duration rest(Duration reading, boolean bySite) {
        Duration rest = reading.compareTo(LONG) < 0 ? Duration.ZERO : reading.multipliedBy(REST);
        return bySite && rest.compareTo(BETWEEN_SITES) < 0 ? BETWEEN_SITES : rest;
    }

    private void read(RecordFilter filter) {
        show(none());
        sites = NO_SITES;
        problem = "";
        shown = filter;
        mark = records.mark();
        try {
            if (bySite) {
                sites = records.sites(filter, LIMIT);
            } else {
                NavigableSet<StoredRecord> newest = none();
                newest.addAll(records.newest(filter, LIMIT));
                show(newest);
            }
        } catch (SearchTooLongException e) {
            problem = e.explanation();
        }
    }

    private static NavigableSet<StoredRecord> none() {
        return new TreeSet<>(StoredRecord.OLDEST_FIRST.reversed());
    }

    private void show(NavigableSet<StoredRecord> newest) {
        found = newest;
        rows = newest.stream().map(RecordRow::of).toList();
    }

    /**
     * Called when records have arrived: takes in those that match, without looking through the others again. What took too long
     * is not tried again until somebody asks for it, and what costs more is read less often.
     */
    public void refresh() {
        if (paused || !problem.isEmpty()) {
            return;
        }
        if (bySite || !form.filter().equals(shown)) {
            loadRested();
        } else {
            takeInArrived();
        }
    }

    private void takeInArrived() {
        try {
            Arrived arrived = records.arrived(shown, mark);
            if (arrived.more() || arrived.missed()) {
                loadRested();
            } else {
                takeIn(arrived);
            }
        } catch (SearchTooLongException e) {
            problem = e.explanation();
        }
    }

    private void takeIn(Arrived arrived) {
        mark = arrived.mark();
        if (found.addAll(arrived.records())) {
            while (found.size() > LIMIT) {
                found.pollLast();
            }
            show(found);
        }
    }

    private void loadRested() {
        if (!Instant.now().isBefore(nextReading)) {
            load();
        }
    }

    /** From records to sites, or back. */
    public void group() {
        bySite = !bySite;
        load();
    }

    public void pauseOrResume() {
        paused = !paused;
        refresh();
        Say.toScript("paused", paused);
    }

    public void clear() {
        form.show(RecordFilter.ALL);
        load();
    }

    /** Where what the filters let through is to be had as a file, in each format. */
    public List<ExportLink> getExports() {
        RecordFilter filter = form.filter();
        return Arrays.stream(RecordFormat.values())
                .map(format -> new ExportLink(format.title(), RecordLink.export(filter, format)))
                .toList();
    }

    /** A name to click on and where it leads. */
    public record ExportLink(String title, String address) {}

    public boolean isFiltered() {
        return !form.filter().equals(RecordFilter.ALL);
    }

    /** Why nothing is shown; empty when all is well. */
    public String getProblem() {
        return problem;
    }

    public List<String> getNodeNames() {
        return nodes.all().stream().map(Node::id).toList();
    }

    public int getLimit() {
        return LIMIT;
    }

    public List<RecordRow> getRows() {
        return rows;
    }

    public boolean isBySite() {
        return bySite;
    }

    public List<SiteRow> getSites() {
        RecordFilter filter = form.filter();
        return sites.sites().stream().map(site -> SiteRow.of(site, filter)).toList();
    }

    /** What the sites were counted over, in words. */
    public String getCounted() {
        String records = Amounts.count(sites.records());
        return sites.all()
                ? "Of all " + records + " records that match."
                : "Of the newest " + records + " records that match.";
    }

    /** Of the oldest record that was counted, in milliseconds since 1970; 0 for none. */
    public long getSinceMillis() {
        return sites.since().toEpochMilli();
    }

    public boolean isPaused() {
        return paused;
    }

    public RecordFilterForm getForm() {
        return form;
    }
}
