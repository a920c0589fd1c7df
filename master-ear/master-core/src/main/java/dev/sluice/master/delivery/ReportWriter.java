package dev.sluice.master.delivery;

import dev.sluice.master.delivery.ReportText.Table;
import dev.sluice.master.report.Completeness;
import dev.sluice.master.rollup.Dimension;
import dev.sluice.master.rollup.Figures;
import dev.sluice.master.rollup.Latency;
import dev.sluice.master.rollup.Measure;
import dev.sluice.master.rollup.Period;
import dev.sluice.master.rollup.Reports;
import dev.sluice.master.rollup.Reports.Overview;
import dev.sluice.master.rollup.Reports.Ranking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** Writes what the Reports page shows for a period. Safe for any thread. */
@ApplicationScoped
class ReportWriter {
    private static final int FIRST = 10;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMMM yyyy HH:mm z", Locale.ENGLISH);

    private final Reports reports;
    private final Completeness completeness;

    /** For the container's proxy only. */
    @SuppressWarnings("NullAway")
    protected ReportWriter() {
        this(null, null);
    }

    @Inject
    ReportWriter(Reports reports, Completeness completeness) {
        this.reports = reports;
        this.completeness = completeness;
    }

    /** @param made when the report is made, from which its period follows */
    ReportText write(ReportTerms terms, Instant made) {
        Period asked = terms.rhythm().about(made, terms.zone());
        Overview overview = reports.overview(asked, terms.node());
        List<Table> tables = new ArrayList<>();
        tables.add(figures(overview));
        tables.add(ranking("Sites", Dimension.SITE, Measure.REQUESTS, asked, terms));
        tables.add(ranking("Blocked sites", Dimension.SITE, Measure.BLOCKED, asked, terms));
        tables.add(ranking("Users", Dimension.USER, Measure.REQUESTS, asked, terms));
        tables.add(ranking("Users with blocked requests", Dimension.USER, Measure.BLOCKED, asked, terms));
        tables.add(ranking("Clients", Dimension.CLIENT, Measure.BYTES, asked, terms));
        tables.add(ranking("Categories", Dimension.CATEGORY, Measure.REQUESTS, asked, terms));
        tables.add(ranking("Rules that blocked", Dimension.RULE, Measure.BLOCKED, asked, terms));
        tables.add(ranking("Errors", Dimension.ERROR, Measure.ERRORS, asked, terms));
        return new ReportText(terms.name(), facts(terms, overview.period(), made), tables);
    }

    private List<String> facts(ReportTerms terms, Period period, Instant made) {
        ZoneId zone = terms.zone();
        Instant complete = completeness.completeUpTo();
        String wanting = complete.isBefore(period.to())
                ? "Not complete: records of exchanges that ended after " + time(complete, zone) + " may be missing."
                : "Complete: all records of this time are in it (complete up to " + time(complete, zone) + ").";
        List<String> facts = new ArrayList<>();
        facts.add(time(period.from(), zone) + " to " + time(period.to(), zone));
        facts.add(terms.node().isEmpty() ? "All nodes" : "Node " + terms.node());
        facts.add(wanting);
        long hours = reports.hoursLeft(period.withBefore());
        if (hours > 0) {
            facts.add("Too low: hours of this time and the one before that are not summed up yet: " + hours + ".");
        }
        facts.add("Made on " + time(made, zone));
        return facts;
    }

    private static String time(Instant time, ZoneId zone) {
        return TIME.withZone(zone).format(time);
    }

    private static Table figures(Overview overview) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(counts("Requests", overview, Figures::requests));
        rows.add(counts("Blocked", overview, Figures::blocked));
        rows.add(counts("Errors", overview, Figures::errors));
        rows.add(counts("Tunnels", overview, Figures::tunnels));
        rows.add(compared("Bytes up", overview, Figures::bytesUp, Amount::bytes));
        rows.add(compared("Bytes down", overview, Figures::bytesDown, Amount::bytes));
        rows.add(
                latency("Latency, median", overview, latency -> latency.median().toMillis()));
        rows.add(
                latency("Latency, 95 of 100", overview, latency -> latency.p95().toMillis()));
        return new Table("Figures", List.of("", "This period", "The one before", "Change"), rows);
    }

    private static List<String> counts(String title, Overview overview, ToLongFunction<Figures> figure) {
        return compared(title, overview, figure, Amount::count);
    }

    private static List<String> compared(
            String title, Overview overview, ToLongFunction<Figures> figure, LongFunction<String> words) {
        long now = figure.applyAsLong(overview.figures());
        long before = figure.applyAsLong(overview.before());
        return List.of(title, words.apply(now), words.apply(before), Amount.change(now, before));
    }

    private static List<String> latency(String title, Overview overview, ToLongFunction<Latency> millis) {
        long now = millis.applyAsLong(overview.latency());
        long before = millis.applyAsLong(overview.latencyBefore());
        return List.of(title, now + " ms", before + " ms", Amount.change(now, before));
    }

    private Table ranking(String title, Dimension dimension, Measure measure, Period asked, ReportTerms terms) {
        Ranking ranking = reports.top(dimension, measure, asked, terms.node(), FIRST);
        List<List<String>> rows = ranking.entries().stream()
                .map(entry -> List.of(
                        entry.value(),
                        Amount.count(entry.figures().requests()),
                        Amount.count(entry.figures().blocked()),
                        Amount.bytes(entry.figures().bytesUp() + entry.figures().bytesDown())))
                .toList();
        return new Table(title, List.of("", "Requests", "Blocked", "Bytes"), rows);
    }
}
