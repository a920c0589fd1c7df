package dev.sluice.master.report;

import java.time.Instant;
import java.util.List;

/**
 * Records by the host asked for.
 *
 * @param sites those with the most records first
 * @param records how many were counted: the newest that match, up to {@link #MOST_RECORDS}
 * @param since the time of the oldest of them, {@link Instant#EPOCH} for none
 * @param all whether these are all that match
 */
public record Sites(List<Site> sites, long records, Instant since, boolean all) {
    /** No more are counted, so that it takes a bounded time. */
    public static final int MOST_RECORDS = 100_000;

    /**
     * A host.
     *
     * @param blocked how many of the records were blocked
     * @param bytesUp from clients
     * @param bytesDown to clients
     */
    public record Site(String host, long records, long blocked, long bytesUp, long bytesDown, Instant lastSeen) {}

    public Sites {
        sites = List.copyOf(sites);
    }
}
