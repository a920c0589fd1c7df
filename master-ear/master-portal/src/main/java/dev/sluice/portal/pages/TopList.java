package dev.sluice.portal.pages;

import dev.sluice.master.report.RecordField;
import dev.sluice.master.report.RecordFilter;
import dev.sluice.master.rollup.Figures;
import dev.sluice.master.rollup.Measure;
import dev.sluice.master.rollup.Reports.Entry;
import dev.sluice.master.rollup.Reports.Ranking;
import java.util.List;

/**
 * What comes first by something.
 *
 * @param rest all that is not on it
 */
public record TopList(String title, List<Line> lines, String rest) {
    /**
     * @param share of the largest, 0 to 100
     * @param link where its records are shown, empty for the value that stands for none
     */
    public record Line(String value, String amount, long share, String link) {}

    /** @param filter the records that the list is of, but for the value */
    static TopList of(String title, Ranking ranking, Measure measure, RecordField field, RecordFilter filter) {
        long largest = ranking.entries().stream()
                .mapToLong(e -> amount(e.figures(), measure))
                .max()
                .orElse(1);
        RecordFilter within = narrowed(filter, measure)
                .within(ranking.period().from(), ranking.period().to());
        List<Line> lines = ranking.entries().stream()
                .map(entry -> line(entry, measure, largest, field, within))
                .toList();
        long rest = amount(ranking.rest(), measure);
        return new TopList(title, lines, rest <= 0 ? "" : text(rest, measure));
    }

    private static Line line(Entry entry, Measure measure, long largest, RecordField field, RecordFilter within) {
        long amount = amount(entry.figures(), measure);
        boolean none = entry.value().isEmpty();
        return new Line(
                none ? "none" : entry.value(),
                text(amount, measure),
                Math.round(100.0 * amount / largest),
                none ? "" : RecordLink.to(within.with(field, entry.value())));
    }

    private static RecordFilter narrowed(RecordFilter filter, Measure measure) {
        return switch (measure) {
            case BLOCKED -> filter.with(RecordField.ACTION, "block");
            case ERRORS -> filter.with(RecordField.ERROR, RecordFilter.ANY);
            case TUNNELS -> filter.with(RecordField.SCHEME, "tunnel");
            case REQUESTS, BYTES -> filter;
        };
    }

    private static long amount(Figures figures, Measure measure) {
        return switch (measure) {
            case REQUESTS -> figures.requests();
            case BLOCKED -> figures.blocked();
            case ERRORS -> figures.errors();
            case TUNNELS -> figures.tunnels();
            case BYTES -> figures.bytesUp() + figures.bytesDown();
        };
    }

    private static String text(long amount, Measure measure) {
        return measure == Measure.BYTES ? Amounts.bytes(amount) : Amounts.count(amount);
    }
}
