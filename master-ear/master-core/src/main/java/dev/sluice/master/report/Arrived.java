package dev.sluice.master.report;

import java.util.List;

/**
 * What has come since somebody looked last.
 *
 * @param records that match, about in the order in which they were stored
 * @param mark where to look from the next time
 * @param more whether there is more already
 * @param missed whether there may be others that match and are not told, because too much has come or the master is another one
 */
public record Arrived(List<StoredRecord> records, String mark, boolean more, boolean missed) {
    public Arrived {
        records = List.copyOf(records);
    }
}
