package dev.sluice.portal.pages;

import dev.sluice.master.report.RecordField;
import dev.sluice.master.report.RecordFilter;
import dev.sluice.master.report.Sites;

/**
 * One site as the records page shows it.
 *
 * @param link to the records of this site, of those that are filtered now
 * @param last when it was asked for last, as ISO 8601
 * @param lastMillis the same, in milliseconds since 1970
 */
public record SiteRow(
        String host, String link, String records, String blocked, String bytes, String last, long lastMillis) {
    static SiteRow of(Sites.Site site, RecordFilter filter) {
        return new SiteRow(
                site.host(),
                site.host().isEmpty() ? "" : RecordLink.to(filter.with(RecordField.SITE, site.host())),
                Amounts.count(site.records()),
                Amounts.count(site.blocked()),
                Amounts.bytes(sum(site.bytesUp(), site.bytesDown())),
                site.lastSeen().toString(),
                site.lastSeen().toEpochMilli());
    }

    private static long sum(long up, long down) {
        return up > Long.MAX_VALUE - down ? Long.MAX_VALUE : up + down;
    }
}
