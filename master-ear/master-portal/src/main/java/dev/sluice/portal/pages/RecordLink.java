package dev.sluice.portal.pages;

import dev.sluice.master.export.RecordFormat;
import dev.sluice.master.report.RecordFilter;
import dev.sluice.portal.record.FilterQuery;

/** The address of the records page with a filter. */
final class RecordLink {
    /** As seen from another page. */
    static String to(RecordFilter filter) {
        return to(FilterQuery.of(filter));
    }

    /** @param query as {@link FilterQuery} writes it */
    static String to(String query) {
        return query.isEmpty() ? "records" : "records?" + query;
    }

    /** Where all that the filter lets through is to be had as a file. */
    static String export(RecordFilter filter, RecordFormat format) {
        String query = FilterQuery.of(filter);
        return "api/v1/records/export?" + query + (query.isEmpty() ? "" : "&") + "format=" + format.word();
    }

    private RecordLink() {}
}
